package org.lancesql.execution.window;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.sort.SortKey;
import org.lancesql.execution.window.WindowFrame.Bound;

/** Window functions by their definition: for each row each other row is asked whether it is in the frame. */
final class WindowReference {
    private final List<List<@Nullable Object>> rows;
    private final List<SortKey> partitionKeys;
    private final List<SortKey> orderKeys;
    private final WindowFrame frame;

    /** @param rows sorted by both kinds of keys */
    WindowReference(
            List<List<@Nullable Object>> rows,
            List<SortKey> partitionKeys,
            List<SortKey> orderKeys,
            WindowFrame frame) {
        this.rows = rows;
        this.partitionKeys = partitionKeys;
        this.orderKeys = orderKeys;
        this.frame = frame;
    }

    List<List<@Nullable Object>> with(List<WindowCall> calls, int kept) {
        List<List<@Nullable Object>> results = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            List<@Nullable Object> result = new ArrayList<>(rows.get(row).subList(0, kept));
            for (WindowCall call : calls) {
                result.add(value(call, row));
            }
            results.add(result);
        }
        return results;
    }

    private static boolean equal(@Nullable Object left, @Nullable Object right) {
        return left == null || right == null ? left == right : ReferenceOrder.compare(left, right) == 0;
    }

    private boolean agree(int left, int right, List<SortKey> keys) {
        return keys.stream()
                .allMatch(key ->
                        equal(rows.get(left).get(key.column()), rows.get(right).get(key.column())));
    }

    private List<Integer> select(int row, BiPredicate<Integer, Integer> condition) {
        List<Integer> selected = new ArrayList<>();
        for (int other = 0; other < rows.size(); other++) {
            if (agree(row, other, partitionKeys) && condition.test(row, other)) {
                selected.add(other);
            }
        }
        return selected;
    }

    private boolean arePeers(int row, int other) {
        return agree(row, other, orderKeys);
    }

    private boolean isInFrame(int row, int other) {
        boolean inside = isBehindStart(row, other) && isBeforeEnd(row, other);
        return inside
                && switch (frame.exclusion()) {
                    case NONE -> true;
                    case CURRENT_ROW -> other != row;
                    case GROUP -> !arePeers(row, other);
                    case TIES -> other == row || !arePeers(row, other);
                };
    }

    private boolean isBehindStart(int row, int other) {
        return switch (frame.lower().kind()) {
            case UNBOUNDED_PRECEDING -> true;
            case CURRENT_ROW -> other >= row || !frame.rows() && arePeers(row, other);
            case OFFSET -> other >= row + frame.lower().value();
            default -> compareWithBound(frame.lower(), row, other) >= 0;
        };
    }

    private boolean isBeforeEnd(int row, int other) {
        return switch (frame.upper().kind()) {
            case UNBOUNDED_FOLLOWING -> true;
            case CURRENT_ROW -> other <= row || !frame.rows() && arePeers(row, other);
            case OFFSET -> other <= row + frame.upper().value();
            default -> compareWithBound(frame.upper(), row, other) <= 0;
        };
    }

    /** Where another row is, seen from the bound of a row: before, at or behind it. */
    private int compareWithBound(Bound bound, int row, int other) {
        Object key = rows.get(other).get(frame.key());
        boolean rowIsNull = rows.get(row).get(frame.key()) == null;
        if (rowIsNull || key == null) {
            return rowIsNull && key == null ? 0 : Integer.compare(other, row);
        }
        int comparison = ReferenceOrder.compare(key, rows.get(row).get((int) bound.value()));
        return orderKeys.get(0).descending() ? -Integer.signum(comparison) : comparison;
    }

    private @Nullable Object value(WindowCall call, int row) {
        List<Integer> partition = select(row, (own, other) -> true);
        long before = partition.stream().filter(other -> other < row).count();
        long firstPeer = partition.stream()
                .filter(other -> other < row && !arePeers(row, other))
                .count();
        return switch (call.function()) {
            case ROW_NUMBER -> before + 1;
            case RANK -> firstPeer + 1;
            case DENSE_RANK -> denseRank(partition, row);
            case PERCENT_RANK -> partition.size() == 1 ? 0.0 : firstPeer / (partition.size() - 1.0);
            case CUME_DIST ->
                partition.stream()
                                .filter(other -> other <= row || arePeers(row, other))
                                .count()
                        / (double) partition.size();
            case NTILE -> tile(partition.size(), before, (Long) argument(call, 0, row));
            case LAG, LEAD -> neighbour(call, row, partition);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> frameValue(call, row);
            default -> aggregate(call, row);
        };
    }

    private @Nullable Object argument(WindowCall call, int index, int row) {
        return rows.get(row).get(call.arguments().get(index));
    }

    private long denseRank(List<Integer> partition, int row) {
        long rank = 1;
        for (int other : partition) {
            boolean begins = partition.indexOf(other) > 0 && !arePeers(other - 1, other);
            rank += other <= row && begins ? 1 : 0;
        }
        return rank;
    }

    /** Deals the rows out to the tiles one by one, then counts. */
    private static @Nullable Object tile(int size, long before, @Nullable Long tiles) {
        if (tiles == null) {
            return null;
        }
        long at = 0;
        for (long tile = 1; tile <= tiles; tile++) {
            at += size / tiles + (tile <= size % tiles ? 1 : 0);
            if (before < at) {
                return tile;
            }
        }
        throw new AssertionError("row " + before + " of " + size + " in no tile of " + tiles);
    }

    private @Nullable Object neighbour(WindowCall call, int row, List<Integer> partition) {
        Object wanted = call.arguments().size() > 1 ? argument(call, 1, row) : Long.valueOf(1);
        if (wanted == null) {
            return null;
        }
        long distance = call.function() == WindowFunction.LAG ? -(Long) wanted : (Long) wanted;
        int step = Long.signum(distance);
        int at = row;
        for (long left = Math.abs(distance); left > 0; ) {
            at += step;
            if (!partition.contains(at)) {
                return call.arguments().size() > 2 ? argument(call, 2, row) : null;
            }
            left -= call.ignoreNulls() && argument(call, 0, at) == null ? 0 : 1;
        }
        return argument(call, 0, at);
    }

    private @Nullable Object frameValue(WindowCall call, int row) {
        List<Integer> inFrame = select(row, this::isInFrame).stream()
                .filter(other -> !call.ignoreNulls() || argument(call, 0, other) != null)
                .toList();
        Long position = switch (call.function()) {
            case FIRST_VALUE -> Long.valueOf(1);
            case LAST_VALUE -> Long.valueOf(inFrame.size());
            default -> (Long) argument(call, 1, row);
        };
        return position == null || position < 1 || position > inFrame.size()
                ? null
                : argument(call, 0, inFrame.get((int) (position - 1)));
    }

    private @Nullable Object aggregate(WindowCall call, int row) {
        List<Integer> inFrame = select(row, this::isInFrame);
        if (call.arguments().isEmpty()) {
            return (long) inFrame.size();
        }
        List<Object> values = inFrame.stream()
                .map(other -> argument(call, 0, other))
                .filter(Objects::nonNull)
                .toList();
        return switch (call.function()) {
            case COUNT -> (long) values.size();
            case MIN -> values.stream().min(ReferenceOrder::compare).orElse(null);
            case MAX -> values.stream().max(ReferenceOrder::compare).orElse(null);
            case SUM -> values.isEmpty() ? null : sum(values);
            case SUM_OR_ZERO -> sum(values);
            default -> throw new IllegalArgumentException(call.function().toString());
        };
    }

    private static Object sum(List<Object> values) {
        if (!values.isEmpty() && values.get(0) instanceof Double) {
            return values.stream().mapToDouble(value -> (Double) value).sum();
        } else if (!values.isEmpty() && values.get(0) instanceof BigDecimal) {
            return values.stream().map(value -> (BigDecimal) value).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        return values.stream().mapToLong(value -> (Long) value).sum();
    }
}
