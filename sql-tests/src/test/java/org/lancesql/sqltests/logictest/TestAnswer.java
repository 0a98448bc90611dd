package org.lancesql.sqltests.logictest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.lancesql.sqltests.logictest.TestRecord.Order;
import org.lancesql.sqltests.logictest.TestRecord.Question;

/** The values of a result in the form that test files keep them in. */
final class TestAnswer {
    private static final Comparator<List<String>> BY_VALUES = (left, right) -> {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private TestAnswer() {}

    /** The values of all rows, sorted as the question wants them. */
    static List<String> read(ResultSet rows, Question question) throws SQLException {
        int columns = rows.getMetaData().getColumnCount();
        if (columns != question.types().length()) {
            throw new SQLException("The result has " + columns + " columns in place of "
                    + question.types().length());
        }
        List<List<String>> read = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>(columns);
            for (int column = 1; column <= columns; column++) {
                row.add(value(rows, column, question.types().charAt(column - 1)));
            }
            read.add(row);
        }
        if (question.order() == Order.ROWSORT) {
            read.sort(BY_VALUES);
        }
        List<String> values = new ArrayList<>();
        read.forEach(values::addAll);
        if (question.order() == Order.VALUESORT) {
            Collections.sort(values);
        }
        return values;
    }

    /** Whether these values are the expected ones. */
    static boolean isExpected(List<String> values, Question question) {
        return isHashed(question)
                ? question.expected().equals(List.of(hashed(values)))
                : question.expected().equals(values);
    }

    /** The values as a failure shows them. */
    static List<String> shown(List<String> values, Question question) {
        return isHashed(question) ? List.of(hashed(values)) : values;
    }

    private static boolean isHashed(Question question) {
        return question.expected().size() == 1 && question.expected().get(0).contains(" values hashing to ");
    }

    private static String hashed(List<String> values) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            for (String value : values) {
                digest.update(value.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return values.size() + " values hashing to " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(ResultSet rows, int column, char type) throws SQLException {
        String text = rows.getString(column);
        if (text == null) {
            return "NULL";
        }
        return switch (type) {
            case 'I' -> integer(rows, column);
            case 'R' -> String.format(Locale.ROOT, "%.3f", rows.getDouble(column));
            default -> text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
        };
    }

    /** A text that is no number counts as 0, as in the program that made the answers. */
    private static String integer(ResultSet rows, int column) throws SQLException {
        if (rows.getObject(column) instanceof String text && !text.matches("-?\\d+")) {
            return "0";
        }
        return Long.toString(rows.getLong(column));
    }
}
