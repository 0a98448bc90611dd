package org.lancesql.execution.kernel;

import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;

/** Writes a text that may be much longer than the arguments it is made of: no longer than allowed, and asking for a cancel. */
final class GrownText {
    static final int MAX_BYTES = 1 << 28;

    private static final int CHECK_INTERVAL_BYTES = 1 << 20;

    private final String function;
    private final BytesWriter writer;
    private final CancelToken cancelToken;
    private long length;
    private long nextCheck = CHECK_INTERVAL_BYTES;

    /** @param function name of the function that makes the text, for messages */
    GrownText(String function, BytesWriter writer, ExecutionContext context) {
        this.function = function;
        this.writer = writer;
        this.cancelToken = context.cancelToken();
    }

    /** Says that the text will have at least so many bytes. */
    void require(long bytes) {
        if (bytes > MAX_BYTES) {
            throw Errors.invalidArgument(function + " makes texts of at most " + MAX_BYTES + " bytes");
        }
    }

    void append(long address, int bytes) {
        length += bytes;
        require(length);
        if (length >= nextCheck) {
            cancelToken.check();
            nextCheck = length + CHECK_INTERVAL_BYTES;
        }
        writer.append(address, bytes);
    }
}
