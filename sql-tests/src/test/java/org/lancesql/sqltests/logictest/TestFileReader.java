package org.lancesql.sqltests.logictest;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a test file that are meant for a database: those that are not for others only, and not to be left
 * out by it. The format is described at https://www.sqlite.org/sqllogictest/doc/trunk/about.wiki. The library's own reader
 * joins the lines of a statement without a blank and does not tell where a record is.
 */
final class TestFileReader implements AutoCloseable {
    private final BufferedReader lines;
    private final String database;
    private int line;

    TestFileReader(BufferedReader lines, String database) {
        this.lines = lines;
        this.database = database;
    }

    /** The next record, null at the end. */
    @Nullable TestRecord next() throws IOException {
        boolean isMeant = true;
        for (String text = read(); text != null; text = read()) {
            String[] words = withoutComment(text).split("\\s+");
            switch (words[0]) {
                case "", "hash-threshold" -> {}
                case "skipif" -> isMeant &= !words[1].equals(database);
                case "onlyif" -> isMeant &= words[1].equals(database);
                case "halt" -> {
                    if (isMeant) {
                        return null;
                    }
                    isMeant = true;
                }
                case "statement", "query" -> {
                    TestRecord record = words[0].equals("query") ? question(words) : change(words);
                    if (isMeant) {
                        return record;
                    }
                    isMeant = true;
                }
                default -> throw new IOException("Line " + line + " begins no record: " + text);
            }
        }
        return null;
    }

    private TestRecord change(String[] words) throws IOException {
        int start = line + 1;
        return new TestRecord.Change(start, sql(), words[1].equals("ok"));
    }

    private TestRecord question(String[] words) throws IOException {
        int start = line + 1;
        String sql = sql();
        List<String> expected = new ArrayList<>();
        for (String text = read(); text != null && !text.isEmpty(); text = read()) {
            expected.add(text);
        }
        TestRecord.Order order = TestRecord.Order.valueOf(words[2].toUpperCase(Locale.ROOT));
        return new TestRecord.Question(start, sql, words[1], order, expected);
    }

    /** The lines up to an empty one, or to the one that an answer follows. */
    private String sql() throws IOException {
        List<String> sql = new ArrayList<>();
        for (String text = read(); text != null && !text.isEmpty() && !text.equals("----"); text = read()) {
            sql.add(text);
        }
        return String.join("\n", sql);
    }

    private static String withoutComment(String text) {
        int comment = text.indexOf('#');
        return comment < 0 ? text : text.substring(0, comment).strip();
    }

    private @Nullable String read() throws IOException {
        line++;
        String text = lines.readLine();
        return text == null ? null : text.stripTrailing();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
