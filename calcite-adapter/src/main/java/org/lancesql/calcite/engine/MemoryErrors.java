package org.lancesql.calcite.engine;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/** Says which memory a statement has used up, and how it gets more. */
final class MemoryErrors {
    private static final long MEGABYTE = 1L << 20;

    private MemoryErrors() {}

    /** @param allocator memory of the statement, as it was when the failure came */
    static StatementException of(OutOfMemoryException failure, BufferAllocator allocator) {
        BufferAllocator database = allocator.getParentAllocator();
        long left = allocator.getLimit() - allocator.getAllocatedMemory();
        boolean isOwn = database == null || left <= database.getLimit() - database.getAllocatedMemory();
        String problem = isOwn
                ? "The statement needs more memory than the " + megabytes(allocator.getLimit())
                        + " that it may take: give it more with SET queryMemory, or the database with the connection"
                        + " property memoryLimit"
                : "The statement needs more memory than others have left of the " + megabytes(database.getLimit())
                        + " of the database: run fewer statements at a time, or give the database more with the"
                        + " connection property memoryLimit";
        return new StatementException(
                Reason.OUT_OF_MEMORY, problem + ", or let it read or keep fewer rows", null, failure);
    }

    /** The Java heap is full, which the limits of buffers do not see. */
    static StatementException of(OutOfMemoryError failure) {
        return new StatementException(
                Reason.OUT_OF_MEMORY,
                "The statement needs more memory than the Java heap of "
                        + megabytes(Runtime.getRuntime().maxMemory())
                        + " has left: let it read or keep fewer rows, or start Java with a larger -Xmx",
                null,
                failure);
    }

    private static String megabytes(long bytes) {
        return bytes < MEGABYTE ? bytes + " bytes" : bytes / MEGABYTE + " MB";
    }
}
