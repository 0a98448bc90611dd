package org.lancesql.execution.window;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Sums of integers of 64 bits or of decimals of one scale, in 128 bits. */
final class ExactSumState extends VectorState {
    private final Field result;
    private final ColumnMemory argument;
    private final boolean zeroForNone;
    private final boolean isDecimal;
    private long[] high = new long[0];
    private long[] low = new long[0];
    private boolean[] seen = new boolean[0];

    ExactSumState(WindowCall call, Partitions partitions) {
        super(call.result());
        this.result = call.result();
        this.argument = partitions.column(call.arguments().get(0));
        this.zeroForNone = call.function() == WindowFunction.SUM_OR_ZERO;
        this.isDecimal = result.getType() instanceof ArrowType.Decimal;
    }

    @Override
    public void allocate(int slots) {
        high = new long[slots];
        low = new long[slots];
        seen = new boolean[slots];
    }

    @Override
    public void clear(int slot) {
        high[slot] = 0;
        low[slot] = 0;
        seen[slot] = false;
    }

    @Override
    public void lift(int slot, long address) {
        clear(slot);
        if (argument.isNull(address)) {
            return;
        }
        long at = argument.data(address) + (isDecimal ? 16L : 8L) * RowAddress.position(address);
        low[slot] = MemoryUtil.getLong(at);
        high[slot] = isDecimal ? MemoryUtil.getLong(at + 8) : low[slot] >> 63;
        seen[slot] = true;
    }

    @Override
    public void combine(int target, int left, int right) {
        long sumLow = low[left] + low[right];
        long carry = Long.compareUnsigned(sumLow, low[left]) < 0 ? 1 : 0;
        long sumHigh = high[left] + high[right] + carry;
        if (((high[left] ^ sumHigh) & (high[right] ^ sumHigh)) < 0) {
            throw outOfRange();
        }
        low[target] = sumLow;
        high[target] = sumHigh;
        seen[target] = seen[left] | seen[right];
    }

    @Override
    void write(int slot, FieldVector results, int row) {
        if (!zeroForNone && !seen[slot]) {
            return;
        }
        if (results instanceof DecimalVector decimals) {
            BigInteger lower = BigInteger.valueOf(low[slot] >>> 1).shiftLeft(1).add(BigInteger.valueOf(low[slot] & 1));
            BigInteger sum = BigInteger.valueOf(high[slot]).shiftLeft(Long.SIZE).add(lower);
            BigDecimal value = new BigDecimal(sum, decimals.getScale());
            if (value.precision() > decimals.getPrecision()) {
                throw outOfRange();
            }
            decimals.set(row, value);
        } else if (high[slot] == low[slot] >> 63) {
            Vectors.setLong(results, row, low[slot]);
        } else {
            throw outOfRange();
        }
    }

    private EvaluationException outOfRange() {
        String type = result.getType() instanceof ArrowType.Decimal decimal
                ? "DECIMAL(" + decimal.getPrecision() + ", " + decimal.getScale() + ")"
                : "BIGINT";
        return new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "A sum does not fit " + type);
    }
}
