package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tables with random columns and rows: NULLs and duplicates are frequent, extremes are there, a table may be empty.
 *
 * @param changes statements that fill the tables, one for each of several fragments, and delete rows again
 * @param indexes statements that make indexes, before or after all rows are there
 */
public record RandomTables(List<Table> tables, List<String> changes, List<String> indexes) {
    private static final int TABLES = 3;
    private static final int MOST_COLUMNS = 6;

    public RandomTables {
        tables = List.copyOf(tables);
        changes = List.copyOf(changes);
        indexes = List.copyOf(indexes);
    }

    /** A table. */
    public record Table(String name, List<Column> columns) {
        public Table {
            columns = List.copyOf(columns);
        }

        /** The statement that makes it. */
        public String create() {
            return "CREATE TABLE " + name + " ("
                    + columns.stream()
                            .map(column -> column.name() + " " + column.kind().sql())
                            .collect(Collectors.joining(", "))
                    + ")";
        }
    }

    /** A column. */
    public record Column(String name, Kind kind) {}

    /** Random tables {@code t1}, {@code t2} and so on, whose columns of the same number are mostly of the same type. */
    public static RandomTables of(Choices choices) {
        List<Kind> shared = IntStream.range(0, MOST_COLUMNS)
                .mapToObj(i -> choices.of(Kind.values()))
                .toList();
        List<Table> tables = new ArrayList<>();
        List<String> changes = new ArrayList<>();
        List<String> indexes = new ArrayList<>();
        for (int number = 1; number <= TABLES; number++) {
            List<Column> columns = new ArrayList<>();
            int count = 2 + choices.below(MOST_COLUMNS - 1);
            for (int i = 0; i < count; i++) {
                columns.add(new Column("c" + i, choices.once(4) ? choices.of(Kind.values()) : shared.get(i)));
            }
            Table table = new Table("t" + number, columns);
            tables.add(table);
            int fragments = choices.of(1, 2, 3, 0);
            for (int fragment = 0; fragment < fragments; fragment++) {
                changes.add(insert(choices, table, 1 + choices.below(12)));
            }
            Column column = choices.of(columns);
            if (fragments > 0 && choices.once(2)) {
                changes.add("DELETE FROM " + table.name() + " WHERE " + column.name() + " = "
                        + value(choices, column.kind(), false));
            }
            if (choices.once(3)) {
                indexes.add("CREATE INDEX i" + number + " ON " + table.name() + " ("
                        + choices.of(columns).name() + ")");
            }
        }
        return new RandomTables(tables, changes, indexes);
    }

    /** A statement that inserts random rows. */
    public static String insert(Choices choices, Table table, int rows) {
        boolean isExtreme = choices.once(6);
        return "INSERT INTO " + table.name() + " VALUES "
                + IntStream.range(0, rows)
                        .mapToObj(row -> table.columns().stream()
                                .map(column -> value(choices, column.kind(), isExtreme))
                                .collect(Collectors.joining(", ", "(", ")")))
                        .collect(Collectors.joining(", "));
    }

    /** The statements that make and fill the tables in any database. */
    public List<String> statements() {
        List<String> statements =
                new ArrayList<>(tables.stream().map(Table::create).toList());
        statements.addAll(changes);
        return statements;
    }

    /** The same with indexes, half of them on tables that are still empty. */
    List<String> indexed() {
        List<String> statements =
                new ArrayList<>(tables.stream().map(Table::create).toList());
        statements.addAll(indexes.subList(0, indexes.size() / 2));
        statements.addAll(changes);
        statements.addAll(indexes.subList(indexes.size() / 2, indexes.size()));
        return statements;
    }

    private static String value(Choices choices, Kind kind, boolean isExtreme) {
        List<String> values = kind.literals();
        boolean isBounded =
                EnumSet.of(Kind.INT, Kind.BIGINT, Kind.DECIMAL, Kind.DOUBLE).contains(kind) && !isExtreme;
        return values.get(choices.below(isBounded ? 6 : values.size()));
    }
}
