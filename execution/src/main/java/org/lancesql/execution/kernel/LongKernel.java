package org.lancesql.execution.kernel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** A function from longs to a long, computed in loops over chunks of rows. */
abstract class LongKernel extends Kernel {
    private final List<LongFormat> argumentFormats = new ArrayList<>();
    private final LongFormat resultFormat;

    /** Makes a kernel whose argument and result types all have a {@link LongFormat}. */
    LongKernel(Field field, List<Expression> arguments) {
        super(field, arguments);
        for (Expression argument : arguments) {
            argumentFormats.add(format(argument.field()));
        }
        // A decimal of more digits can hold every long.
        this.resultFormat = Types.isDecimal(field.getType()) ? LongFormat.DECIMAL64 : format(field);
    }

    private static LongFormat format(Field field) {
        LongFormat format = LongFormat.of(field.getType());
        if (format == null) {
            throw new IllegalArgumentException(field.getType() + " does not fit a long");
        }
        return format;
    }

    /** What the values of an argument are multiplied by when they are read. */
    long factor(int argument) {
        return 1;
    }

    /**
     * Computes {@code result[0, count)} from the arrays of the arguments.
     *
     * @throws org.lancesql.execution.EvaluationException when a row has no result
     */
    abstract void apply(long[][] values, long[] result, int count, ExecutionContext context);

    @Override
    final void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        List<Chunks> chunks = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            chunks.add(new Chunks(arguments.get(i), argumentFormats.get(i), factor(i), rows.size()));
        }
        long[][] values = new long[arguments.size()][];
        long[] results = new long[Math.min(rows.size(), Chunks.SIZE)];
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int count = Math.min(Chunks.SIZE, rows.size() - from);
            for (int i = 0; i < values.length; i++) {
                values[i] = chunks.get(i).load(rows, from, count);
            }
            apply(values, results, count, context);
            resultFormat.store(results, rows, from, count, result.getDataBufferAddress());
        }
    }
}
