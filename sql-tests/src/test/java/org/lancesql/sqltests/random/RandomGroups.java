package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lancesql.sqltests.random.Scope.Visible;

/** Random queries with GROUP BY and aggregates. */
final class RandomGroups {
    private final Choices choices;
    private final RandomQueries queries;

    RandomGroups(Choices choices, RandomQueries queries) {
        this.choices = choices;
        this.queries = queries;
    }

    /** A grouped query for rows of these types: aggregates, and the keys and outer columns where the types fit. */
    String grouped(List<Kind> kinds, List<Visible> outer, int depth) {
        RandomFrom.Source source = queries.from().source(outer, depth);
        Scope scope = source.scope();
        List<String> keys = keys(scope);
        List<String> items = new ArrayList<>();
        for (Kind kind : kinds) {
            List<String> fitting = Stream.concat(
                            keys.stream().filter(scope.own(kind)::contains),
                            scope.outer(kind).stream().filter(column -> column.contains(".")))
                    .toList();
            items.add(
                    fitting.isEmpty() || choices.once(3)
                            ? kind == Kind.BIGINT && !keys.isEmpty() && choices.once(8)
                                    ? "GROUPING(" + choices.of(keys) + ")"
                                    : aggregate(kind, scope.within(List.of()), depth)
                            : choices.of(fitting));
        }
        String having = choices.once(4)
                ? " HAVING COUNT(*) " + choices.of(">", "=", "<>") + " " + choices.of("0", "1", "2")
                : "";
        return "SELECT " + RandomQueries.items(items) + " FROM " + source.sql() + queries.where(scope, depth)
                + groupBy(keys) + having;
    }

    private List<String> keys(Scope scope) {
        int count = choices.of(1, 0, 2, 3);
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = choices.of(scope.own()).sql();
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    private String groupBy(List<String> keys) {
        if (keys.isEmpty()) {
            return "";
        }
        String list = String.join(", ", keys);
        return " GROUP BY "
                + switch (choices.below(8)) {
                    case 5 -> "ROLLUP (" + list + ")";
                    case 6 -> "CUBE (" + list + ")";
                    case 7 -> "GROUPING SETS ((" + list + "), (" + keys.get(0) + "), ())";
                    default -> list;
                };
    }

    /** An aggregate of the query's own columns; with outer ones alone it would be one of the outer query. */
    private String aggregate(Kind kind, Scope scope, int depth) {
        String aggregate = switch (kind) {
            case BIGINT -> counted(scope, depth);
            case BOOLEAN ->
                choices.of("BOOL_AND(", "BOOL_OR(") + queries.values().value(kind, scope, depth) + ")";
            case DOUBLE ->
                choices.once(3)
                        ? "AVG(" + distinct() + queries.values().leaf(choices.of(Kind.INT, Kind.BIGINT), scope) + ")"
                        : extreme(kind, scope, depth);
            case DECIMAL ->
                choices.once(2)
                        ? "SUM(" + distinct() + queries.values().value(kind, scope, depth) + ")"
                        : extreme(kind, scope, depth);
            case INT ->
                choices.once(4)
                        ? "PERCENTILE_DISC(" + choices.of("0.5", "0", "1", "0.25") + ") WITHIN GROUP (ORDER BY "
                                + queries.values().leaf(kind, scope) + choices.of("", " DESC") + ")"
                        : extreme(kind, scope, depth);
            case TEXT -> choices.once(4) ? joined(scope) : extreme(kind, scope, depth);
            default -> extreme(kind, scope, depth);
        };
        return choices.once(5)
                ? aggregate + " FILTER (WHERE " + queries.conditions().condition(scope, 0) + ")"
                : aggregate;
    }

    private String joined(Scope scope) {
        String value = queries.values().leaf(Kind.TEXT, scope);
        return "STRING_AGG(" + (choices.once(2) ? "DISTINCT " : "") + value + ", ',' ORDER BY " + value
                + choices.of("", " DESC") + ")";
    }

    private String counted(Scope scope, int depth) {
        return switch (choices.below(5)) {
            case 0 -> "COUNT(*)";
            case 1 -> "COUNT(" + distinct() + choices.of(scope.own()).sql() + ")";
            case 2 -> "SUM(" + distinct() + queries.values().value(Kind.INT, scope, depth) + ")";
            case 3 -> "SUM(" + distinct() + queries.values().leaf(Kind.BIGINT, scope) + ")";
            default -> extreme(Kind.BIGINT, scope, depth);
        };
    }

    private String extreme(Kind kind, Scope scope, int depth) {
        return choices.of("MIN(", "MAX(") + queries.values().value(kind, scope, depth) + ")";
    }

    private String distinct() {
        return choices.once(3) ? "DISTINCT " : "";
    }
}
