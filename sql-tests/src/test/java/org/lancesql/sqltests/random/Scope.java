package org.lancesql.sqltests.random;

import java.util.List;
import java.util.stream.Stream;

/**
 * The columns that an expression may use.
 *
 * @param own columns of the FROM clause
 * @param outer columns of the queries around
 */
record Scope(List<Visible> own, List<Visible> outer) {
    Scope {
        own = List.copyOf(own);
        outer = List.copyOf(outer);
    }

    /** A column with the name of its table. */
    record Visible(String sql, Kind kind) {
        /** Without the table. */
        String name() {
            return sql.substring(sql.indexOf('.') + 1);
        }
    }

    static Scope of(List<Visible> own) {
        return new Scope(own, List.of());
    }

    Scope and(Scope other) {
        return new Scope(Stream.concat(own.stream(), other.own.stream()).toList(), outer);
    }

    /** The scope of a FROM clause in a sub-query of this one. */
    List<Visible> all() {
        return Stream.concat(own.stream(), outer.stream()).toList();
    }

    Scope within(List<Visible> newOuter) {
        return new Scope(own, newOuter);
    }

    List<String> own(Kind kind) {
        return named(own, kind);
    }

    List<String> outer(Kind kind) {
        return named(outer, kind);
    }

    private static List<String> named(List<Visible> columns, Kind kind) {
        return columns.stream()
                .filter(column -> column.kind() == kind)
                .map(Visible::sql)
                .toList();
    }
}
