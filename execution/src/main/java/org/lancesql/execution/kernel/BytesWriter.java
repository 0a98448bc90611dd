package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.lancesql.execution.ByteRuns;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/** Fills a vector of strings or binaries in ascending order of the rows; rows left out are empty. */
final class BytesWriter {
    private final String function;
    private final BaseVariableWidthVector target;
    private long capacity;
    private long used;
    private int nextRow;

    /** @param function name of the function that makes the values, for messages */
    BytesWriter(String function, BaseVariableWidthVector target) {
        this.function = function;
        this.target = target;
        this.capacity = target.getDataBuffer().capacity();
    }

    /** Starts the value of a row. */
    void begin(int row) {
        for (; nextRow <= row; nextRow++) {
            MemoryUtil.putInt(target.getOffsetBufferAddress() + 4L * nextRow, (int) used);
        }
    }

    /** Adds a part of the value; {@code address} must not lie in the vector that is written. */
    void append(long address, int length) {
        ByteRuns.copy(address, reserve(length), length);
    }

    void append(byte[] bytes) {
        MemoryUtil.copyToMemory(bytes, 0, reserve(bytes.length), bytes.length);
    }

    /** Makes room for a part of the value, which the caller writes at the returned address. */
    long reserve(int length) {
        if (used + length > capacity) {
            if (used + length > Integer.MAX_VALUE) {
                throw new EvaluationException(
                        Reason.STRING_TOO_LONG, function + " makes more than 2 GB of text for one batch of rows");
            }
            target.reallocDataBuffer(Math.min(Integer.MAX_VALUE, Math.max(used + length, 2 * capacity)));
            capacity = target.getDataBuffer().capacity();
        }
        long address = target.getDataBufferAddress() + used;
        used += length;
        return address;
    }

    /** Ends the vector at {@code length} slots. */
    void finish(int length) {
        begin(length);
        target.setLastSet(length - 1);
    }
}
