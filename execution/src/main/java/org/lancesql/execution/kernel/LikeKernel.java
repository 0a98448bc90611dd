package org.lancesql.execution.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** LIKE and ILIKE; a constant pattern is read once for each batch, any other for each row. */
final class LikeKernel extends Kernel implements Condition {
    private final boolean ignoreCase;

    /** Makes a LIKE of text, pattern and perhaps escape character. */
    LikeKernel(boolean ignoreCase, List<Expression> arguments) {
        super(Types.BOOLEAN, arguments);
        this.ignoreCase = ignoreCase;
    }

    @Override
    public Selection select(Batch batch, Selection rows, ExecutionContext context) {
        try (Arguments opened = Arguments.open(arguments(), batch, rows, context)) {
            return select(opened, opened.notNull(rows), context);
        }
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        Selection matching = select(arguments, rows, context);
        for (int i = 0; i < matching.size(); i++) {
            Validity.setBit(result.getDataBufferAddress(), matching.position(i));
        }
    }

    private Selection select(Arguments opened, Selection rows, ExecutionContext context) {
        Argument text = opened.get(0);
        boolean isConstant = opened.get(1).isConstant()
                && (opened.size() == 2 || opened.get(2).isConstant());
        LikePattern constant = isConstant && rows.size() > 0 ? compile(opened, 0) : null;
        int[] selected = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            LikePattern pattern = constant == null ? compile(opened, row) : constant;
            selected[count] = row;
            count += matches(pattern, text.bytesAddress(row), text.bytesLength(row), context) ? 1 : 0;
        }
        return Selection.of(selected, count);
    }

    private LikePattern compile(Arguments opened, int row) {
        String pattern = text(opened.get(1), row);
        @Nullable String escape = opened.size() == 2 ? null : text(opened.get(2), row);
        return LikePattern.compile(pattern, escape, ignoreCase);
    }

    private static String text(Argument argument, int row) {
        return new String(Bytes.copy(argument.bytesAddress(row), argument.bytesLength(row)), StandardCharsets.UTF_8);
    }

    private boolean matches(LikePattern pattern, long address, int length, ExecutionContext context) {
        if (!ignoreCase) {
            return pattern.matches(address, length);
        }
        String text = folded(new String(Bytes.copy(address, length), StandardCharsets.UTF_8));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (ArrowBuf copy = context.allocator().buffer(Math.max(bytes.length, 1))) {
            MemoryUtil.copyToMemory(bytes, 0, copy.memoryAddress(), bytes.length);
            return pattern.matches(copy.memoryAddress(), bytes.length);
        }
    }

    private static String folded(String text) {
        int[] points = text.codePoints().map(LikePattern::fold).toArray();
        return new String(points, 0, points.length);
    }
}
