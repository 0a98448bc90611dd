package org.lancesql.benchmarks;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of a result, read to the end. */
record Answer(List<List<@Nullable Object>> rows) {
    /** Of what only reads. */
    static final Answer NONE = new Answer(List.of());

    /** A DOUBLE of one engine beside a DECIMAL of the other: a unit of the sixth digit behind the point. */
    private static final double SMALLEST_DIFFERENCE = 1e-6;

    private static final double RELATIVE_DIFFERENCE = 1e-9;

    static Answer read(ResultSet result) throws SQLException {
        int width = result.getMetaData().getColumnCount();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<@Nullable Object> row = new ArrayList<>(width);
            for (int i = 1; i <= width; i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return new Answer(rows);
    }

    /** Where this answer differs from another, or null: exact types exactly, a DOUBLE by its leading digits. */
    @Nullable String differenceFrom(Answer other) {
        if (rows.size() != other.rows.size()) {
            return rows.size() + " rows instead of " + other.rows.size();
        }
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < rows.get(row).size(); column++) {
                Object mine = rows.get(row).get(column);
                Object others = other.rows.get(row).get(column);
                if (!same(mine, others)) {
                    return "row " + (row + 1) + ", column " + (column + 1) + ": " + mine + " instead of " + others;
                }
            }
        }
        return null;
    }

    private static boolean same(@Nullable Object mine, @Nullable Object others) {
        if (!(mine instanceof Number left) || !(others instanceof Number right)) {
            return Objects.equals(text(mine), text(others));
        }
        if (left instanceof Double || right instanceof Double) {
            double difference = Math.abs(left.doubleValue() - right.doubleValue());
            return difference <= Math.max(SMALLEST_DIFFERENCE, Math.abs(right.doubleValue()) * RELATIVE_DIFFERENCE);
        }
        return new BigDecimal(left.toString()).compareTo(new BigDecimal(right.toString())) == 0;
    }

    /** Engines give dates as different classes. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
