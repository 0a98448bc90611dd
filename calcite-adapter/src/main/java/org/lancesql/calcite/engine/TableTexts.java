package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.information.RelationColumn;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.constraints.TableConstraints.Check;
import org.lancesql.mutation.constraints.TableConstraints.Key;

/** Columns and constraints as CREATE TABLE takes them, and as DESCRIBE shows them. */
final class TableTexts {
    private TableTexts() {}

    static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** Name, type and all that belongs to the one column. */
    static String column(RelationColumn column) {
        String identity = column.identity().map(found -> " " + found.text()).orElse("");
        return quote(column.name()) + " " + column.typeText()
                + (column.isNullable() ? "" : " NOT NULL")
                + (column.defaultText() == null ? identity : " DEFAULT " + column.defaultText());
    }

    /** All constraints but those of unique indexes, which CREATE UNIQUE INDEX makes. */
    static List<String> constraints(TableConstraints constraints) {
        List<String> texts = new ArrayList<>();
        for (Key key : constraints.keys()) {
            if (!key.index()) {
                texts.add("CONSTRAINT " + quote(key.name()) + " " + key.kind() + columns(key));
            }
        }
        for (Check check : constraints.checks()) {
            texts.add("CONSTRAINT " + quote(check.name()) + " CHECK (" + check.expression() + ")");
        }
        return texts;
    }

    private static String columns(Key key) {
        return " (" + key.columns().stream().map(TableTexts::quote).collect(Collectors.joining(", ")) + ")";
    }

    /** The statements that make the unique indexes of a table. */
    static List<String> uniqueIndexes(String table, TableConstraints constraints) {
        return constraints.keys().stream()
                .filter(Key::index)
                .map(key -> "CREATE UNIQUE INDEX " + quote(key.name()) + " ON " + quote(table) + columns(key))
                .toList();
    }

    /** What a row gets that has no value for the column; null for nothing. */
    static @Nullable String defaultOf(RelationColumn column) {
        return column.identity().map(IdentityColumn::text).orElse(column.defaultText());
    }

    /** The keys that a column is part of; null for none. */
    static @Nullable String keyOf(RelationColumn column, TableConstraints constraints) {
        String kinds = constraints.keys().stream()
                .filter(key -> key.columns().contains(column.name()))
                .map(Key::kind)
                .distinct()
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? null : kinds;
    }
}
