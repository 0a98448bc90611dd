package org.lancesql.execution.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** UPPER and LOWER, independent of any language. */
final class LetterCaseKernel extends BytesKernel {
    private static final int CASE_BIT = 'a' - 'A';

    private final boolean upper;

    LetterCaseKernel(boolean upper, Field field, List<Expression> arguments) {
        super(upper ? "UPPER" : "LOWER", field, arguments);
        this.upper = upper;
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        long address = arguments.get(0).bytesAddress(row);
        int length = arguments.get(0).bytesLength(row);
        if (!Bytes.isAscii(address, length)) {
            String text = new String(Bytes.copy(address, length), StandardCharsets.UTF_8);
            String changed = upper ? text.toUpperCase(Locale.ROOT) : text.toLowerCase(Locale.ROOT);
            writer.append(changed.getBytes(StandardCharsets.UTF_8));
            return;
        }
        char first = upper ? 'a' : 'A';
        long target = writer.reserve(length);
        for (int i = 0; i < length; i++) {
            byte value = MemoryUtil.getByte(address + i);
            boolean changes = value >= first && value < first + 26;
            MemoryUtil.putByte(target + i, changes ? (byte) (value ^ CASE_BIT) : value);
        }
    }
}
