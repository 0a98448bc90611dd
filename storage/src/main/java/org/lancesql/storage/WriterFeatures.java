package org.lancesql.storage;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.lancesql.storage.StorageException.Reason;

/**
 * The features of a table that whoever changes it must know, by the flags in its manifest (Lance table format, "Feature
 * flags"). Lance refuses to append to a table with flags unknown to it, but commits changes made of staged files and
 * indexes all the same, and has no call that returns the flags.
 */
final class WriterFeatures {
    /** Deletion files, stable row ids, files of format 2, table configuration, base paths, no transaction files. */
    private static final long KNOWN = 0x3f;

    private static final int FOOTER_BYTES = 16;
    private static final int WRITER_FEATURE_FLAGS = 10;

    private WriterFeatures() {}

    /**
     * Refuses to change a table of unknown features.
     *
     * @throws StorageException NEWER_FORMAT
     */
    static void requireKnown(Path directory, long version, String table) {
        Path manifest = ManifestIdentity.file(directory, version);
        long flags;
        try {
            flags = flags(manifest);
        } catch (IOException e) {
            throw FileErrors.translate("Table " + table + " cannot be changed", e);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new StorageException(
                    Reason.DAMAGED, "Table " + table + " cannot be changed: " + manifest + " is damaged.", e);
        }
        if ((flags & ~KNOWN) != 0) {
            throw new StorageException(
                    Reason.NEWER_FORMAT,
                    "Table " + table + " cannot be changed: a newer program wrote it, with features that only such a"
                            + " program can keep up (writer feature flags " + flags + ").");
        }
    }

    private static long flags(Path manifest) throws IOException {
        try (FileChannel file = FileChannel.open(manifest, StandardOpenOption.READ)) {
            long position = read(file, file.size() - FOOTER_BYTES, Long.BYTES).getLong();
            int length = read(file, position, Integer.BYTES).getInt();
            return flags(read(file, position + Integer.BYTES, length));
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

    /** Field 10 of a protobuf message, whose other fields are passed over. */
    private static long flags(ByteBuffer message) {
        long flags = 0;
        while (message.hasRemaining()) {
            int tag = Math.toIntExact(varint(message));
            switch (tag & 7) {
                case 0 -> {
                    long value = varint(message);
                    flags = tag >>> 3 == WRITER_FEATURE_FLAGS ? value : flags;
                }
                case 1 -> skip(message, Long.BYTES);
                case 2 -> skip(message, varint(message));
                case 5 -> skip(message, Integer.BYTES);
                default -> throw new IllegalArgumentException("no field begins with " + tag);
            }
        }
        return flags;
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
