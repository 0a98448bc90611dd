package org.lancesql.sqltests.random;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Random scalar expressions. What they give is defined by SQL alone: no guess at time zones, random numbers or the order of rows. */
final class RandomValues {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    private final Choices choices;
    private final RandomConditions conditions;
    private final BiFunction<Kind, Scope, String> scalarQueries;
    private final boolean mayCast;
    private boolean usesParameters;

    /**
     * Makes expressions.
     *
     * @param conditions for CASE
     * @param mayCast from all types to all types
     * @param scalarQueries makes a sub-query for one value
     */
    RandomValues(
            Choices choices,
            RandomConditions conditions,
            boolean mayCast,
            BiFunction<Kind, Scope, String> scalarQueries) {
        this.choices = choices;
        this.conditions = conditions;
        this.mayCast = mayCast;
        this.scalarQueries = scalarQueries;
    }

    /** Whether parameters stand for literals from now on. */
    void mayUseParameters(boolean mayUse) {
        usesParameters = mayUse;
    }

    /**
     * The text of a condition with parameters.
     *
     * @param types gets the types of the parameters, in their order
     */
    static String parameters(String condition, List<Kind> types) {
        return PARAMETER.matcher(condition).replaceAll(parameter -> {
            types.add(Kind.valueOf(parameter.group(1)));
            return "?";
        });
    }

    /** An expression of a type; one of depth 0 is a column or a literal. */
    String value(Kind kind, Scope scope, int depth) {
        if (depth == 0 || choices.below(3) == 0) {
            return leaf(kind, scope);
        }
        if (mayCast && choices.once(10)) {
            return choices.of("CAST(", "SAFE_CAST(") + leaf(choices.of(kind.castable()), scope) + " AS " + kind.sql()
                    + ")";
        }
        return switch (choices.below(kind == Kind.BOOLEAN ? 3 : 7)) {
            case 0 -> "COALESCE(" + value(kind, scope, depth - 1) + ", " + leaf(kind, scope) + ")";
            case 1 ->
                "CASE WHEN " + conditions.condition(scope, depth - 1) + " THEN " + value(kind, scope, depth - 1)
                        + (choices.once(2) ? "" : " ELSE " + leaf(kind, scope)) + " END";
            case 2 -> "NULLIF(" + value(kind, scope, depth - 1) + ", " + leaf(kind, scope) + ")";
            case 3 ->
                choices.once(2)
                        ? scalarQueries.apply(kind, scope)
                        : "CASE " + leaf(Kind.INT, scope) + " WHEN 1 THEN " + leaf(kind, scope) + " WHEN "
                                + leaf(Kind.INT, scope) + " THEN " + leaf(kind, scope) + " ELSE "
                                + leaf(kind, scope) + " END";
            default -> computed(kind, scope, depth - 1);
        };
    }

    /** A column of the type if there is one, else a literal. */
    String leaf(Kind kind, Scope scope) {
        List<String> own = scope.own(kind);
        List<String> outer = scope.outer(kind);
        if (!outer.isEmpty() && choices.once(own.isEmpty() ? 2 : 5)) {
            return choices.of(outer);
        }
        return own.isEmpty() || choices.once(6) ? literal(kind) : choices.of(own);
    }

    /** A literal, typed also when it is NULL. */
    String literal(Kind kind) {
        if (usesParameters) {
            return "CAST({" + kind + "} AS " + kind.sql() + ")";
        }
        List<String> values = kind.literals();
        String value = values.get(
                (1 + choices.below(kind.isNumeric() && !choices.once(8) ? 6 : values.size())) % values.size());
        return value.equals("NULL") ? "CAST(NULL AS " + kind.sql() + ")" : value;
    }

    private String computed(Kind kind, Scope scope, int depth) {
        return switch (kind) {
            case INT -> integer(Kind.INT, scope, depth);
            case BIGINT -> integer(Kind.BIGINT, scope, depth);
            case DECIMAL -> decimal(scope, depth);
            case DOUBLE -> approximate(scope, depth);
            case TEXT -> text(scope, depth);
            case DATE -> date(scope, depth);
            case TIMESTAMP -> timestamp(scope, depth);
            case BOOLEAN -> leaf(kind, scope);
        };
    }

    private String integer(Kind kind, Scope scope, int depth) {
        String left = value(kind, scope, depth);
        return switch (choices.below(9)) {
            case 0 -> "(" + left + " + " + value(kind, scope, depth) + ")";
            case 1 -> "(" + left + " - " + value(kind, scope, depth) + ")";
            case 2 -> "(" + left + " * " + value(kind, scope, depth) + ")";
            case 3 -> "(" + left + " " + RandomQuery.DIVIDED + " NULLIF(" + value(kind, scope, depth) + ", 0))";
            case 4 -> "MOD(" + left + ", NULLIF(" + value(kind, scope, depth) + ", 0))";
            case 5 -> "(- " + left + ")";
            case 6 -> "ABS(" + left + ")";
            case 7 ->
                kind == Kind.INT ? "CHAR_LENGTH(" + value(Kind.TEXT, scope, depth) + ")" : extracted(scope, depth);
            default -> kind == Kind.INT ? "POSITION('b' IN " + value(Kind.TEXT, scope, depth) + ")" : castOfInt(scope);
        };
    }

    private String castOfInt(Scope scope) {
        return "CAST(" + leaf(Kind.INT, scope) + " AS BIGINT)";
    }

    private String extracted(Scope scope, int depth) {
        return choices.once(2)
                ? "EXTRACT(" + choices.of("HOUR", "MINUTE", "DAY", "YEAR") + " FROM "
                        + value(Kind.TIMESTAMP, scope, depth) + ")"
                : "EXTRACT(" + choices.of("YEAR", "MONTH", "DAY", "QUARTER") + " FROM " + value(Kind.DATE, scope, depth)
                        + ")";
    }

    private String decimal(Scope scope, int depth) {
        String left = value(Kind.DECIMAL, scope, depth);
        return switch (choices.below(6)) {
            case 0 -> "(" + left + " + " + value(Kind.DECIMAL, scope, depth) + ")";
            case 1 -> "(" + left + " - " + value(Kind.INT, scope, depth) + ")";
            case 2 -> "(" + leaf(Kind.DECIMAL, scope) + " * " + leaf(Kind.DECIMAL, scope) + ")";
            case 3 -> "ABS(" + left + ")";
            case 4 -> choices.of("FLOOR", "CEIL") + "(" + left + ")";
            default -> "CAST(" + leaf(Kind.INT, scope) + " AS DECIMAL(12, 2))";
        };
    }

    private String approximate(Scope scope, int depth) {
        String left = value(Kind.DOUBLE, scope, depth);
        return switch (choices.below(5)) {
            case 0 -> "(" + left + " + " + value(Kind.DOUBLE, scope, depth) + ")";
            case 1 -> "(" + left + " - " + value(Kind.INT, scope, depth) + ")";
            case 2 -> "(" + leaf(Kind.DOUBLE, scope) + " * " + leaf(Kind.DOUBLE, scope) + ")";
            case 3 -> "ABS(" + left + ")";
            default -> "CAST(" + leaf(choices.of(Kind.INT, Kind.BIGINT, Kind.DECIMAL), scope) + " AS DOUBLE)";
        };
    }

    private String text(Scope scope, int depth) {
        String left = value(Kind.TEXT, scope, depth);
        return switch (choices.below(8)) {
            case 0 -> "UPPER(" + left + ")";
            case 1 -> "LOWER(" + left + ")";
            case 2 -> "(" + left + " || " + value(Kind.TEXT, scope, depth) + ")";
            case 3 ->
                "SUBSTRING(" + left + " FROM " + choices.of("1", "2", "3") + " FOR " + choices.of("1", "2", "0") + ")";
            case 4 -> "TRIM(" + left + ")";
            case 5 -> "REPLACE(" + left + ", 'b', " + choices.of("'xy'", "''") + ")";
            case 6 -> "CAST(" + leaf(choices.of(Kind.INT, Kind.BIGINT, Kind.DECIMAL), scope) + " AS VARCHAR)";
            default -> "SUBSTRING(" + left + " FROM 2)";
        };
    }

    private String date(Scope scope, int depth) {
        return choices.once(2)
                ? "CAST(" + value(Kind.TIMESTAMP, scope, depth) + " AS DATE)"
                : "CAST(" + leaf(Kind.DATE, scope) + choices.of(" + ", " - ") + interval() + " AS DATE)";
    }

    private String timestamp(Scope scope, int depth) {
        return choices.once(2)
                ? "CAST(" + value(Kind.DATE, scope, depth) + " AS TIMESTAMP)"
                : "(" + leaf(Kind.TIMESTAMP, scope) + choices.of(" + ", " - ") + interval() + ")";
    }

    private String interval() {
        return choices.of("INTERVAL '1' DAY", "INTERVAL '3' MONTH", "INTERVAL '2' YEAR", "INTERVAL '36' HOUR");
    }
}
