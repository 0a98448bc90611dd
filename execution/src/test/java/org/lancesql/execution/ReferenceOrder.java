package org.lancesql.execution;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Equality and order of Java values as SQL sees them, one comparison at a time. */
public final class ReferenceOrder {
    private ReferenceOrder() {}

    /** Whether values are the same, down to the scale of decimals and the sign of zero. */
    public static boolean same(@Nullable Object left, @Nullable Object right) {
        if (left instanceof byte[] bytes) {
            return right instanceof byte[] others && Arrays.equals(bytes, others);
        } else if (left instanceof List<?> list) {
            return right instanceof List<?> others && sameItems(list.iterator(), others.iterator());
        } else if (left instanceof Map<?, ?> map) {
            return right instanceof Map<?, ?> others
                    && sameItems(map.keySet().iterator(), others.keySet().iterator())
                    && sameItems(map.values().iterator(), others.values().iterator());
        }
        return left == null ? right == null : left.equals(right);
    }

    private static boolean sameItems(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            if (!same(left.next(), right.next())) {
                return false;
            }
        }
        return left.hasNext() == right.hasNext();
    }

    /** Compares two values of one type, or two numbers; neither is null, but items of theirs may be. */
    @SuppressWarnings("unchecked")
    public static int compare(Object left, Object right) {
        if (left instanceof String text) {
            return compareItems(
                    text.codePoints().boxed().iterator(),
                    ((String) right).codePoints().boxed().iterator());
        } else if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        } else if (left instanceof Double || left instanceof Float) {
            return compareNumbers(((Number) left).doubleValue(), ((Number) right).doubleValue());
        } else if (left instanceof UUID uuid) {
            return uuid.toString().compareTo(right.toString());
        } else if (left instanceof List<?> list) {
            return compareItems(list.iterator(), ((List<?>) right).iterator());
        } else if (left instanceof Map<?, ?> map) {
            return compareItems(items(map), items((Map<?, ?>) right));
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    /** Keys and values in turn: the names of a struct, being equal, decide nothing. */
    private static Iterator<?> items(Map<?, ?> map) {
        return map.entrySet().stream()
                .flatMap(entry -> Arrays.asList(entry.getKey(), entry.getValue()).stream())
                .iterator();
    }

    private static int compareNumbers(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private static int compareItems(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            Object l = left.next();
            Object r = right.next();
            int result = l == null || r == null ? Boolean.compare(l == null, r == null) : compare(l, r);
            if (result != 0) {
                return result;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }
}
