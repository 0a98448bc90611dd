package org.lancesql.jdbc.result;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Bytes as a {@link Blob}: a copy, so that changing it changes no table. */
public final class MemoryBlob implements Blob {
    private byte[] content;

    public MemoryBlob(byte[] content) {
        this.content = content;
    }

    private int offset(long position) throws SQLException {
        if (position < 1 || position > content.length + 1L) {
            throw JdbcErrors.invalidArgument("Position " + position + " is not from 1 to " + (content.length + 1L));
        }
        return (int) (position - 1);
    }

    @Override
    public long length() {
        return content.length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        int from = offset(position);
        return Arrays.copyOfRange(content, from, (int) Math.min(content.length, from + Math.max(0L, length)));
    }

    @Override
    public InputStream getBinaryStream() {
        return new ByteArrayInputStream(content);
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        return new ByteArrayInputStream(getBytes(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        for (int i = offset(start); i + pattern.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + pattern.length, pattern, 0, pattern.length)) {
                return i + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(pattern.getBytes(1, (int) pattern.length()), start);
    }

    @Override
    public int setBytes(long position, byte[] bytes) throws SQLException {
        return setBytes(position, bytes, 0, bytes.length);
    }

    @Override
    public int setBytes(long position, byte[] bytes, int start, int length) throws SQLException {
        int to = offset(position);
        content = Arrays.copyOf(content, Math.max(content.length, to + length));
        System.arraycopy(bytes, start, content, to, length);
        return length;
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        int to = offset(position);
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                byte[] written = toByteArray();
                content = Arrays.copyOf(content, Math.max(content.length, to + written.length));
                System.arraycopy(written, 0, content, to, written.length);
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        content = Arrays.copyOf(content, offset(length + 1));
    }

    @Override
    public void free() {
        content = new byte[0];
    }
}
