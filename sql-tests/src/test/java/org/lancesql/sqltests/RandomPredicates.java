package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lancesql.sqltests.PredicateSamples.Constant;

/** Random conditions on the columns of a table, with constants and with parameters. */
final class RandomPredicates {
    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final List<String> TESTS = List.of(
            "IS TRUE",
            "IS FALSE",
            "IS UNKNOWN",
            "IS NOT TRUE",
            "IS NOT FALSE",
            "IS NOT UNKNOWN",
            "IS NULL",
            "IS NOT NULL");
    private static final List<String> PATTERNS = List.of(
            "'a%'",
            "'%c'",
            "'%b%'",
            "'_b_'",
            "'a_c'",
            "'a\\%'",
            "'abc'",
            "''",
            "'%'",
            "'_'",
            "'%%'",
            "'a%c'",
            "'%abc%'",
            "'ab%'",
            "'it''s'",
            "'%\\'",
            "'ü%'",
            "'xx%xx'",
            "'a!%c' ESCAPE '!'",
            "'a!_c%' ESCAPE '!'",
            "'100!%!_%' ESCAPE '!'",
            "'%!!%' ESCAPE '!'",
            "'a\\\\%' ESCAPE '\\'",
            "'a\\%c' ESCAPE '\\'");

    private final Random random;
    private final List<PredicateSamples> columns;

    RandomPredicates(Random random, List<PredicateSamples> columns) {
        this.random = random;
        this.columns = columns;
    }

    /** A condition with the values of its parameters. */
    record Condition(String sql, List<Object> parameters) {}

    Condition next() {
        List<Object> parameters = new ArrayList<>();
        return new Condition(condition(random.nextInt(3), parameters), parameters);
    }

    private String condition(int depth, List<Object> parameters) {
        if (depth == 0) {
            return comparison(pick(columns), parameters);
        }
        String first = "(" + condition(depth - 1, parameters) + ")";
        return switch (random.nextInt(5)) {
            case 0 -> "NOT " + first;
            case 1 -> first + " " + pick(TESTS);
            case 2 -> first + " AND (" + condition(depth - 1, parameters) + ")";
            default -> first + " OR (" + condition(depth - 1, parameters) + ")";
        };
    }

    private String comparison(PredicateSamples samples, List<Object> parameters) {
        String name = samples.column().getName();
        boolean isText = name.endsWith("str");
        switch (random.nextInt(isText ? 12 : 8)) {
            case 0, 1, 2:
                return name + " " + pick(OPERATORS) + " " + constant(samples, parameters);
            case 3:
                return constant(samples, parameters) + " " + pick(OPERATORS) + " " + name;
            case 4:
                String list = IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> constant(samples, parameters))
                        .collect(Collectors.joining(", "));
                return name + (random.nextBoolean() ? " IN (" : " NOT IN (") + list + ")";
            case 5:
                return name + (random.nextBoolean() ? " BETWEEN " : " NOT BETWEEN ") + constant(samples, parameters)
                        + " AND " + constant(samples, parameters);
            case 6:
                return name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
            case 7:
                return name.equals("flag")
                        ? name + " " + pick(TESTS)
                        : name
                                + (random.nextBoolean() ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ")
                                + constant(samples, parameters);
            default:
                return name + (random.nextBoolean() ? " LIKE " : " NOT LIKE ") + pattern(parameters);
        }
    }

    private String pattern(List<Object> parameters) {
        if (random.nextInt(4) > 0) {
            return pick(PATTERNS);
        }
        parameters.add(pick(PredicateSamples.TEXTS) + pick(List.of("", "%", "_")));
        return "?";
    }

    private String constant(PredicateSamples samples, List<Object> parameters) {
        Constant constant = pick(samples.constants());
        boolean bind = constant.sql() == null || constant.parameter() != null && random.nextInt(3) == 0;
        if (!bind) {
            return constant.sql();
        }
        parameters.add(constant.parameter());
        return "?";
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
