package org.lancesql.storage;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import org.lancesql.storage.StorageException.Reason;

/**
 * What the manifest of a version says and Lance has no call for, or none that is quick: a protobuf message in the format of
 * the Lance table format, "Manifest".
 *
 * @param committedAt by the clock of the program that made the version
 * @param writerFeatures flags of features that whoever changes the table must know
 */
record ManifestFile(Instant committedAt, long writerFeatures) {
    private static final int FOOTER_BYTES = 16;
    private static final int TIMESTAMP = 7;
    private static final int WRITER_FEATURE_FLAGS = 10;
    private static final int SECONDS = 1;
    private static final int NANOS = 2;

    /**
     * Reads a manifest.
     *
     * @param problem what cannot be done when it cannot be read, without a full stop
     * @throws java.nio.file.NoSuchFileException when the version is not there
     * @throws StorageException DAMAGED
     */
    static ManifestFile read(Path manifest, String problem) throws IOException {
        try (FileChannel file = FileChannel.open(manifest, StandardOpenOption.READ)) {
            long position = read(file, file.size() - FOOTER_BYTES, Long.BYTES).getLong();
            int length = read(file, position, Integer.BYTES).getInt();
            return parse(read(file, position + Integer.BYTES, length));
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException | DateTimeException e) {
            throw new StorageException(Reason.DAMAGED, problem + ": " + manifest + " is damaged.", e);
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int length) throws IOException {
        if (position < 0 || length < 0 || length > file.size() - position) {
            throw new BufferUnderflowException();
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
        return bytes.flip();
    }

    private static ManifestFile parse(ByteBuffer message) {
        long flags = 0;
        Instant committedAt = Instant.EPOCH;
        while (message.hasRemaining()) {
            int tag = Math.toIntExact(varint(message));
            int field = tag >>> 3;
            if (field == WRITER_FEATURE_FLAGS && (tag & 7) == 0) {
                flags = varint(message);
            } else if (field == TIMESTAMP && (tag & 7) == 2) {
                int length = Math.toIntExact(varint(message));
                if (length < 0 || length > message.remaining()) {
                    throw new BufferUnderflowException();
                }
                committedAt = timestamp(message.slice(message.position(), length));
                message.position(message.position() + length);
            } else {
                skipValue(message, tag & 7);
            }
        }
        return new ManifestFile(committedAt, flags);
    }

    /** A {@code google.protobuf.Timestamp}. */
    private static Instant timestamp(ByteBuffer message) {
        long seconds = 0;
        long nanos = 0;
        while (message.hasRemaining()) {
            int tag = Math.toIntExact(varint(message));
            if ((tag & 7) != 0) {
                skipValue(message, tag & 7);
                continue;
            }
            long value = varint(message);
            seconds = tag >>> 3 == SECONDS ? value : seconds;
            nanos = tag >>> 3 == NANOS ? value : nanos;
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static void skipValue(ByteBuffer message, int wireType) {
        switch (wireType) {
            case 0 -> varint(message);
            case 1 -> skip(message, Long.BYTES);
            case 2 -> skip(message, varint(message));
            case 5 -> skip(message, Integer.BYTES);
            default -> throw new IllegalArgumentException("no field has the wire type " + wireType);
        }
    }

    private static void skip(ByteBuffer message, long bytes) {
        if (bytes < 0 || bytes > message.remaining()) {
            throw new BufferUnderflowException();
        }
        message.position(message.position() + (int) bytes);
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
