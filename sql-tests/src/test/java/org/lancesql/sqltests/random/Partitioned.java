package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lancesql.sqltests.random.RandomRun.Answer;

/**
 * A query and a condition that divides its rows in three: those for which it is true, false and unknown. Because the query
 * and its parts are planned differently, they seldom share a mistake.
 *
 * @param items of the SELECT
 * @param where a condition on all of the rows
 * @param divider the condition that divides them
 */
public record Partitioned(String items, String from, String where, String divider) {
    public Partitioned {
        items = RandomQuery.divided(items);
        from = RandomQuery.divided(from);
        where = RandomQuery.divided(where);
        divider = RandomQuery.divided(divider);
    }

    /** All rows. */
    String whole() {
        return "SELECT " + items + all();
    }

    /** The three parts. */
    List<String> parts() {
        return List.of(
                whole() + " AND (" + divider + ")",
                whole() + " AND NOT (" + divider + ")",
                whole() + " AND (" + divider + ") IS UNKNOWN");
    }

    /** A count that may be optimised. */
    String count() {
        return "SELECT COUNT(*) AS n" + all() + " AND (" + divider + ")";
    }

    /** The same as a value of each row, which no condition is pushed down for. */
    String truths() {
        return "SELECT (" + divider + ") IS TRUE AS b" + all();
    }

    private String all() {
        return " FROM " + from + " WHERE (" + where + ")";
    }

    /** What does not agree in the answers, empty if all does. */
    String contradiction(Answer whole, List<Answer> parts, Answer count, Answer truths) {
        List<Answer> all =
                Stream.concat(Stream.of(whole, count, truths), parts.stream()).toList();
        if (all.stream().anyMatch(Answer::isError)) {
            return this + "\n  " + all;
        }
        List<String> united = new ArrayList<>();
        parts.forEach(part -> united.addAll(part.rows()));
        if (!united.stream().sorted().toList().equals(whole.rows())) {
            return whole() + "\n  " + whole + "\nis not the union of\n" + String.join("\n", parts()) + "\n  " + parts;
        }
        long isTrue = truths.rows().stream().filter("[true]"::equals).count();
        return count.rows().equals(List.of("[" + isTrue + "]"))
                ? ""
                : count() + "\n  " + count + ", but " + isTrue + " are true in\n" + truths();
    }
}
