package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ColumnReference;
import org.lancesql.execution.Constant;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * An argument of a kernel while it works on one batch: a column borrowed from the batch, a vector computed for it, or a
 * constant, which is a vector of one slot that stands for every row.
 */
final class Argument implements AutoCloseable {
    private final FieldVector vector;
    private final boolean owned;
    private final boolean constant;

    private Argument(FieldVector vector, boolean owned, boolean constant) {
        this.vector = vector;
        this.owned = owned;
        this.constant = constant;
    }

    static Argument open(Expression expression, Batch batch, Selection rows, ExecutionContext context) {
        if (expression instanceof ColumnReference column) {
            return new Argument(batch.column(column.index()), false, false);
        }
        if (expression instanceof Constant literal) {
            FieldVector slot = Vectors.create(literal.field(), context.allocator(), 1);
            try {
                Vectors.set(slot, 0, literal.value(context));
                slot.setValueCount(1);
                return new Argument(slot, true, true);
            } catch (Throwable failure) {
                slot.close();
                throw failure;
            }
        }
        return new Argument(expression.evaluate(batch, rows, context), true, false);
    }

    FieldVector vector() {
        return vector;
    }

    ArrowType type() {
        return vector.getField().getType();
    }

    boolean isConstant() {
        return constant;
    }

    /** The slot of the vector that holds the value of a row. */
    int slot(int row) {
        return constant ? 0 : row;
    }

    boolean isNullConstant() {
        return constant && vector.isNull(0);
    }

    boolean hasNulls() {
        return vector.getNullCount() > 0;
    }

    /** The rows on which the argument is not null. */
    Selection notNull(Selection rows) {
        if (constant) {
            return isNullConstant() ? Selections.NONE : rows;
        }
        return Validity.notNull(vector, rows);
    }

    boolean isNull(int row) {
        return vector.isNull(slot(row));
    }

    long dataAddress() {
        return vector.getDataBufferAddress();
    }

    long validityAddress() {
        return vector.getValidityBufferAddress();
    }

    /** The stored number of a row, of types that {@link Vectors#getLong} reads. */
    long longValue(int row) {
        return Vectors.getLong(vector, slot(row));
    }

    /** Where the bytes of a string or binary value start. */
    long bytesAddress(int row) {
        return dataAddress() + MemoryUtil.getInt(vector.getOffsetBufferAddress() + 4L * slot(row));
    }

    int bytesLength(int row) {
        long offset = vector.getOffsetBufferAddress() + 4L * slot(row);
        return MemoryUtil.getInt(offset + 4) - MemoryUtil.getInt(offset);
    }

    @Override
    public void close() {
        if (owned) {
            vector.close();
        }
    }
}
