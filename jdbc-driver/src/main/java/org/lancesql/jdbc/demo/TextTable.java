package org.lancesql.jdbc.demo;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/** Prints rows as an aligned table of text, numbers to the right. */
public final class TextTable {
    private static final List<String> PLAN = List.of("PLAN");

    private final List<String> labels = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable() {}

    /** All rows that are left of a result; for results that fit into memory. */
    public static TextTable of(ResultSet resultSet) throws SQLException {
        TextTable table = new TextTable();
        ResultSetMetaData metaData = resultSet.getMetaData();
        int columns = metaData.getColumnCount();
        for (int i = 1; i <= columns; i++) {
            table.labels.add(metaData.getColumnLabel(i));
            table.numeric.add(isNumeric(metaData.getColumnType(i)));
        }
        while (resultSet.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                String text = resultSet.getString(i);
                row.add(text == null ? "NULL" : text);
            }
            table.rows.add(row);
        }
        return table;
    }

    private static boolean isNumeric(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> true;
            default -> false;
        };
    }

    public int rowCount() {
        return rows.size();
    }

    /** Prints labels, a line, the rows, and their number; a plan is printed bare, as its lines are long. */
    public void print(PrintWriter out) {
        if (labels.equals(PLAN)) {
            rows.forEach(row -> row.get(0).lines().forEach(line -> out.println("  " + line)));
            return;
        }
        int[] widths = new int[labels.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = width(labels.get(i));
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        printRow(out, labels, widths);
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(line);
        rows.forEach(row -> printRow(out, row, widths));
        out.println("  (" + rows.size() + (rows.size() == 1 ? " row)" : " rows)"));
    }

    private void printRow(PrintWriter out, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - width(cells.get(i)));
            line.append(i == 0 ? " " : " | ");
            line.append(numeric.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
