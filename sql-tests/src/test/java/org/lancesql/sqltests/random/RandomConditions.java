package org.lancesql.sqltests.random;

import java.util.List;

/** Random conditions, three-valued ones above all. */
final class RandomConditions {
    private static final List<String> TESTS =
            List.of("IS TRUE", "IS FALSE", "IS UNKNOWN", "IS NOT TRUE", "IS NOT FALSE", "IS NOT UNKNOWN");
    private static final List<String> PATTERNS =
            List.of("'a%'", "'%b'", "'_'", "'%'' %'", "'%'", "'%a%'", "'_b%'", "''");

    private final Choices choices;
    private final RandomQueries queries;

    RandomConditions(Choices choices, RandomQueries queries) {
        this.choices = choices;
        this.queries = queries;
    }

    /** A condition; one of depth 0 has no sub-query. */
    String condition(Scope scope, int depth) {
        if (depth == 0) {
            return simple(scope, 0);
        }
        return switch (choices.below(8)) {
            case 0, 1 -> simple(scope, depth - 1);
            case 2 -> "(" + condition(scope, depth - 1) + " AND " + condition(scope, depth - 1) + ")";
            case 3 -> "(" + condition(scope, depth - 1) + " OR " + condition(scope, depth - 1) + ")";
            case 4 -> "NOT (" + condition(scope, depth - 1) + ")";
            case 5 -> "(" + condition(scope, depth - 1) + ") " + choices.of(TESTS);
            default -> subQuery(scope, depth - 1);
        };
    }

    private String simple(Scope scope, int depth) {
        Kind kind = kind(scope);
        String left = queries.values().value(kind, scope, depth);
        return switch (choices.below(kind == Kind.TEXT ? 9 : 8)) {
            case 0, 1, 2 -> left + comparison() + queries.values().value(kind, scope, depth);
            case 3 -> left + choices.of(" IS NULL", " IS NOT NULL");
            case 4 ->
                left + choices.of(" IN (", " NOT IN (") + queries.values().leaf(kind, scope) + ", "
                        + queries.values().literal(kind) + ", "
                        + queries.values().literal(kind) + ")";
            case 5 ->
                left + choices.of(" BETWEEN ", " NOT BETWEEN ")
                        + (queries.isOwn() && choices.once(3) ? "SYMMETRIC " : "")
                        + queries.values().leaf(kind, scope) + " AND "
                        + queries.values().leaf(kind, scope);
            case 6 ->
                left
                        + choices.of(" IS NOT DISTINCT FROM ", " IS DISTINCT FROM ")
                        + queries.values().leaf(kind, scope);
            case 7 -> kind == Kind.BOOLEAN ? left : mixed(scope);
            default -> left + choices.of(" LIKE ", " NOT LIKE ") + choices.of(PATTERNS);
        };
    }

    /** A comparison of numbers of two types. */
    private String mixed(Scope scope) {
        Kind left = choices.of(Kind.INT, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE);
        Kind right = choices.of(Kind.BIGINT, Kind.INT, Kind.DECIMAL);
        return queries.values().leaf(left, scope)
                + comparison()
                + queries.values().leaf(right, scope);
    }

    private String subQuery(Scope scope, int depth) {
        Kind kind = kind(scope);
        String left = queries.values().leaf(kind, scope);
        return switch (choices.below(6)) {
            case 0 -> choices.of("", "NOT ") + "EXISTS (" + queries.rows(List.of(kind), scope.all(), depth) + ")";
            case 1 -> left + " IN (" + queries.rows(List.of(kind), scope.all(), depth) + ")";
            case 2 -> left + " NOT IN (" + queries.rows(List.of(kind), scope.all(), depth) + ")";
            case 3 ->
                left + comparison() + choices.of("ANY", "ALL") + " (" + queries.rows(List.of(kind), scope.all(), depth)
                        + ")";
            case 4 -> left + comparison() + queries.scalar(kind, scope);
            default -> pair(left, kind, scope, depth);
        };
    }

    private String pair(String left, Kind kind, Scope scope, int depth) {
        Kind second = kind(scope);
        return "(" + left + ", " + queries.values().leaf(second, scope) + ")" + choices.of(" IN (", " NOT IN (")
                + queries.rows(List.of(kind, second), scope.all(), depth) + ")";
    }

    private String comparison() {
        return choices.of(" = ", " <> ", " < ", " <= ", " > ", " >= ");
    }

    private Kind kind(Scope scope) {
        return scope.own().isEmpty() || choices.once(8)
                ? choices.of(Kind.values())
                : choices.of(scope.own()).kind();
    }
}
