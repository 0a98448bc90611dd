package org.lancesql.execution.kernel;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Casts UUIDs to binaries of their 16 bytes and back. */
final class UuidCast extends Kernel {
    private static final int BYTES = 16;

    UuidCast(Field field, List<Expression> arguments) {
        super(field, arguments);
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        Argument argument = arguments.get(0);
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            Object value = requireNonNull(Vectors.get(argument.vector(), argument.slot(row)));
            Vectors.set(result, row, value instanceof UUID uuid ? toBytes(uuid) : toUuid((byte[]) value));
        }
    }

    private static byte[] toBytes(UUID uuid) {
        return ByteBuffer.allocate(BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static UUID toUuid(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw Errors.invalidArgument("A UUID has " + BYTES + " bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }
}
