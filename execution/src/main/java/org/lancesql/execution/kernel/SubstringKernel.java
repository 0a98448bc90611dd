package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/**
 * SUBSTRING(text FROM position [FOR length]) as in the SQL standard: positions before 1 exist and are empty, so that they
 * use up a part of the length; a negative length is an error.
 */
final class SubstringKernel extends BytesKernel {
    /** Characters that are looked at together. */
    private static final int MOST_LOOKED_AT = Long.BYTES;

    SubstringKernel(Field field, List<Expression> arguments) {
        super("SUBSTRING", field, arguments);
    }

    /** Of a constant place, of which most characters are one byte, the bytes are taken without asking for each row again. */
    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        boolean constant = arguments.size() == 3
                && !arguments.get(0).isConstant()
                && arguments.get(1).isConstant()
                && arguments.get(2).isConstant();
        long first = constant && rows.size() > 0 ? arguments.get(1).longValue(0) : 0;
        long count = constant && rows.size() > 0 ? arguments.get(2).longValue(0) : 0;
        if (first < 1 || first > MOST_LOOKED_AT || count < 0 || count > MOST_LOOKED_AT - first) {
            super.compute(arguments, rows, length, result, context);
        } else {
            computeShort(arguments.get(0).vector(), (int) first - 1, (int) count, rows, length, result);
        }
    }

    private static void computeShort(
            FieldVector texts, int skipped, int count, Selection rows, int length, FieldVector result) {
        BytesWriter writer = new BytesWriter("SUBSTRING", (BaseVariableWidthVector) result);
        long data = texts.getDataBufferAddress();
        long offsets = texts.getOffsetBufferAddress();
        long wordMask = Bytes.notAscii(skipped + count + 1);
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            long start = data + MemoryUtil.getInt(offsets + 4L * row);
            long end = data + MemoryUtil.getInt(offsets + 4L * row + 4);
            writer.begin(row);
            // The byte behind what is taken is looked at too: it must start a character.
            if (end - start >= Long.BYTES && (MemoryUtil.getLong(start) & wordMask) == 0) {
                writer.append(start + skipped, count);
            } else {
                long from = Bytes.skip(start, end, skipped);
                writer.append(from, (int) (Bytes.skip(from, end, count) - from));
            }
        }
        writer.finish(length);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        Argument text = arguments.get(0);
        long first = arguments.get(1).longValue(row);
        long end = text.bytesAddress(row) + text.bytesLength(row);
        long from = Bytes.skip(text.bytesAddress(row), end, Math.max(first, 1) - 1);
        long to = end;
        if (arguments.size() == 3) {
            long length = arguments.get(2).longValue(row);
            if (length < 0) {
                throw Errors.invalidArgument("The length of SUBSTRING must not be negative: " + length);
            }
            // Of the length, what lies before the text is lost; first - 1 does not overflow where it matters.
            long left = first >= 1 ? length : Math.max(0, length + (first - 1));
            to = first - 1 > first ? from : Bytes.skip(from, end, left);
        }
        writer.append(from, (int) (to - from));
    }
}
