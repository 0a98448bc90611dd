package org.lancesql.jdbc.result;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Text as a {@link Clob}: a copy, so that changing it changes no table. */
public final class MemoryClob implements NClob {
    private final StringBuilder content;

    public MemoryClob(String content) {
        this.content = new StringBuilder(content);
    }

    private int offset(long position) throws SQLException {
        if (position < 1 || position > content.length() + 1L) {
            throw JdbcErrors.invalidArgument("Position " + position + " is not from 1 to " + (content.length() + 1L));
        }
        return (int) (position - 1);
    }

    @Override
    public long length() {
        return content.length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        int from = offset(position);
        return content.substring(from, (int) Math.min(content.length(), from + Math.max(0L, length)));
    }

    @Override
    public Reader getCharacterStream() {
        return new StringReader(content.toString());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        return new StringReader(getSubString(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public InputStream getAsciiStream() {
        return new ByteArrayInputStream(content.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String pattern, long start) throws SQLException {
        int found = content.indexOf(pattern, offset(start));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        return position(pattern.getSubString(1, (int) pattern.length()), start);
    }

    @Override
    public int setString(long position, String text) throws SQLException {
        int from = offset(position);
        content.replace(from, Math.min(content.length(), from + text.length()), text);
        return text.length();
    }

    @Override
    public int setString(long position, String text, int start, int length) throws SQLException {
        return setString(position, text.substring(start, start + length));
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        long at = offset(position) + 1L;
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                overwrite(at, toString(StandardCharsets.US_ASCII));
            }
        };
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        long at = offset(position) + 1L;
        return new StringWriter() {
            @Override
            public void close() {
                overwrite(at, toString());
            }
        };
    }

    private void overwrite(long at, String text) {
        int from = (int) (at - 1);
        content.replace(from, Math.min(content.length(), from + text.length()), text);
    }

    @Override
    public void truncate(long length) throws SQLException {
        content.setLength(offset(length + 1));
    }

    @Override
    public void free() {
        content.setLength(0);
    }
}
