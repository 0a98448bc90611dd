package org.lancesql.sqltests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a newer program may write into a table's manifests (Lance table format, "Manifest"). A manifest is a protobuf
 * message behind its length; the last 16 bytes of the file say where, and end with the version of the format and LANC.
 */
enum NewerManifest {
    /** Field 9, {@code reader_feature_flags}: who does not know them all must not read. */
    READER_FLAGS(varint(9, 1L << 40)),
    /** Field 10, {@code writer_feature_flags}: who does not know them all must not write. */
    WRITER_FLAGS(varint(10, 1L << 40)),
    /** Field 15, {@code data_format}, a message whose field 2 is the version of the data files. */
    DATA_FORMAT(bytes(15, bytes(2, "9.0".getBytes(StandardCharsets.US_ASCII)))),
    /** Fields 4 and 5 of each data file, its version: those of format 2.1 become 9.1. */
    DATA_FILES(new byte[0]) {
        @Override
        void change(byte[] message) {
            for (int i = 0; i + 3 < message.length; i++) {
                if (message[i] == 0x20 && message[i + 1] == 2 && message[i + 2] == 0x28 && message[i + 3] == 1) {
                    message[i + 1] = 9;
                }
            }
        }
    };

    private static final int FOOTER = 16;

    private final byte[] field;

    NewerManifest(byte[] field) {
        this.field = field;
    }

    /** Changes all manifests of a table. A field at the end of a message replaces an earlier one, or is merged into it. */
    void write(Path table) throws IOException {
        List<Path> manifests;
        try (Stream<Path> files = Files.list(table.resolve("_versions"))) {
            manifests = files.filter(file -> file.toString().endsWith(".manifest")).toList();
        }
        for (Path manifest : manifests) {
            Files.write(manifest, changed(Files.readAllBytes(manifest)));
        }
    }

    private byte[] changed(byte[] file) {
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int position = Math.toIntExact(buffer.getLong(file.length - FOOTER));
        int length = buffer.getInt(position);
        ByteBuffer changed = ByteBuffer.allocate(file.length + field.length).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(file, 0, position).putInt(length + field.length);
        byte[] message = Arrays.copyOfRange(file, position + Integer.BYTES, position + Integer.BYTES + length);
        change(message);
        changed.put(message).put(field);
        int rest = position + Integer.BYTES + length;
        return changed.put(Arrays.copyOfRange(file, rest, file.length)).array();
    }

    /** Changes a message in place, before the field is added. */
    void change(byte[] message) {}

    private static byte[] varint(int number, long value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(number << 3);
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            field.write((int) (rest & 0x7f | 0x80));
        }
        field.write((int) rest);
        return field.toByteArray();
    }

    private static byte[] bytes(int number, byte[] value) {
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(number << 3 | 2);
        field.write(value.length);
        field.writeBytes(value);
        return field.toByteArray();
    }
}
