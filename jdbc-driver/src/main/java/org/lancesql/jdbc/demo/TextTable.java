package org.lancesql.jdbc.demo;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints rows as a table of text, numbers to the right. The first rows decide how wide the columns are; the rest is
 * printed as it comes, so that a result of any size can be printed.
 */
public final class TextTable {
    private static final List<String> PLAN = List.of("PLAN");
    private static final int ROWS_TO_MEASURE = 1000;

    private final ResultSet resultSet;
    private final PrintWriter out;
    private final List<String> labels = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();

    private TextTable(ResultSet resultSet, PrintWriter out) throws SQLException {
        this.resultSet = resultSet;
        this.out = out;
        ResultSetMetaData metaData = resultSet.getMetaData();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i));
            numeric.add(isNumeric(metaData.getColumnType(i)));
        }
    }

    /** Prints labels, a line, the rows that are left, and their number; a plan is printed bare, as its lines are long. */
    public static void print(ResultSet resultSet, PrintWriter out) throws SQLException {
        TextTable table = new TextTable(resultSet, out);
        if (table.labels.equals(PLAN)) {
            table.printPlan();
        } else {
            table.printTable();
        }
        out.flush();
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

    private void printPlan() throws SQLException {
        while (resultSet.next()) {
            resultSet.getString(1).lines().forEach(line -> out.println("  " + line));
        }
    }

    private void printTable() throws SQLException {
        List<List<String>> measured = new ArrayList<>();
        while (measured.size() < ROWS_TO_MEASURE && resultSet.next()) {
            measured.add(currentRow());
        }
        int[] widths = widths(measured);
        printRow(labels, widths);
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "+").append("-".repeat(widths[i] + 2));
        }
        out.println(line);
        measured.forEach(row -> printRow(row, widths));
        long count = measured.size();
        while (measured.size() == ROWS_TO_MEASURE && resultSet.next()) {
            printRow(currentRow(), widths);
            count++;
        }
        out.println("  (" + count + (count == 1 ? " row)" : " rows)"));
    }

    private List<String> currentRow() throws SQLException {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= labels.size(); i++) {
            String text = resultSet.getString(i);
            row.add(text == null ? "NULL" : text);
        }
        return row;
    }

    private int[] widths(List<List<String>> rows) {
        int[] widths = labels.stream().mapToInt(TextTable::width).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        }
        return widths;
    }

    private void printRow(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(Math.max(0, widths[i] - width(cells.get(i))));
            line.append(i == 0 ? " " : " | ");
            line.append(numeric.get(i) ? padding + cells.get(i) : cells.get(i) + padding);
        }
        out.println(line.toString().stripTrailing());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
