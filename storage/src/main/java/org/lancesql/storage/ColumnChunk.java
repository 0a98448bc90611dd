package org.lancesql.storage;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BufferLayout.BufferType;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TypeLayout;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/** The values of a column in some rows, in memory of their own. Vectors over that memory are lent to any number of readers. */
final class ColumnChunk implements AutoCloseable {
    /** Lance reads 128-bit values of vectors that are written from here in place, and ends the process where they are askew. */
    private static final int ALIGNMENT = 16;

    private final List<ArrowFieldNode> nodes;
    private final List<ArrowBuf> buffers;
    private final ArrowBuf memory;

    private ColumnChunk(List<ArrowFieldNode> nodes, List<ArrowBuf> buffers, ArrowBuf memory) {
        this.nodes = nodes;
        this.buffers = buffers;
        this.memory = memory;
    }

    /** Whether values of a type can be copied as they lie in memory. */
    static boolean supports(Field field) {
        return switch (field.getType().getTypeID()) {
            case Bool,
                    Int,
                    FloatingPoint,
                    Decimal,
                    Date,
                    Time,
                    Timestamp,
                    Duration,
                    Interval,
                    FixedSizeBinary,
                    Utf8,
                    LargeUtf8,
                    Binary,
                    LargeBinary,
                    Null,
                    List,
                    LargeList,
                    FixedSizeList,
                    Struct,
                    Map -> field.getChildren().stream().allMatch(ColumnChunk::supports);
            default -> false;
        };
    }

    /**
     * A copy of a vector, which is borrowed.
     *
     * @throws org.apache.arrow.memory.OutOfMemoryException when the allocator has not enough left
     */
    static ColumnChunk copyOf(FieldVector vector, BufferAllocator allocator) {
        List<ArrowFieldNode> nodes = new ArrayList<>();
        List<Part> parts = new ArrayList<>();
        collect(vector, nodes, parts);
        long bytes = parts.stream().mapToLong(Part::room).sum();
        // Exactly as many: an allocator would round them up to a power of two.
        OwnMemory own = new OwnMemory(Math.max(bytes, ALIGNMENT));
        ArrowBuf memory = allocator.wrapForeignAllocation(own);
        List<ArrowBuf> buffers = new ArrayList<>(parts.size());
        long position = 0;
        for (Part part : parts) {
            ArrowBuf buffer = memory.slice(position, part.room());
            if (part.room() > part.bytes()) {
                buffer.setZero(part.bytes(), part.room() - part.bytes());
            }
            buffer.setBytes(0, part.buffer(), 0, part.bytes());
            buffers.add(buffer.writerIndex(part.bytes()));
            position += part.room();
        }
        assert own.seal();
        return new ColumnChunk(nodes, buffers, memory);
    }

    /**
     * A buffer of a vector.
     *
     * @param least bytes that a copy has at least, zeros where the buffer has none
     */
    private record Part(ArrowBuf buffer, long least) {
        long bytes() {
            return buffer.readableBytes();
        }

        long room() {
            return (Math.max(bytes(), least) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }
    }

    private static void collect(FieldVector vector, List<ArrowFieldNode> nodes, List<Part> parts) {
        nodes.add(new ArrowFieldNode(vector.getValueCount(), vector.getNullCount()));
        List<ArrowBuf> own = vector.getFieldBuffers();
        List<BufferType> types =
                TypeLayout.getTypeLayout(vector.getField().getType()).getBufferTypes();
        for (int i = 0; i < own.size(); i++) {
            // No values have one offset, which vectors leave out and readers may look at.
            parts.add(new Part(own.get(i), types.get(i) == BufferType.OFFSET ? ALIGNMENT : 0));
        }
        vector.getChildrenFromFields().forEach(child -> collect(child, nodes, parts));
    }

    /**
     * A vector over this memory, which the caller closes and never writes to. The memory stays charged to its owner until
     * it is closed.
     *
     * @param field with the type that was copied, under any name
     * @param allocator of the same root
     */
    FieldVector lend(Field field, BufferAllocator allocator) {
        FieldVector vector = field.createVector(allocator);
        try {
            load(vector, nodes.iterator(), buffers.iterator());
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private static void load(FieldVector vector, Iterator<ArrowFieldNode> nodes, Iterator<ArrowBuf> buffers) {
        ArrowFieldNode node = nodes.next();
        List<ArrowBuf> own = new ArrayList<>();
        for (int i = TypeLayout.getTypeBufferCount(vector.getField().getType()); i > 0; i--) {
            own.add(buffers.next());
        }
        vector.loadFieldBuffers(node, own);
        vector.getChildrenFromFields().forEach(child -> load(child, nodes, buffers));
    }

    long bytes() {
        return memory.capacity();
    }

    @Override
    public void close() {
        memory.close();
    }

    /** With assertions, as tests run with them, memory that was written to after it was filled is an error when it is freed. */
    private static final class OwnMemory extends ForeignAllocation {
        private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

        private final long bytes;
        private long checksum;
        private boolean sealed;

        OwnMemory(long bytes) {
            super(bytes, MemoryUtil.allocateMemory(bytes));
            this.bytes = bytes;
        }

        /** Nothing is written from now on. Always true. */
        private boolean seal() {
            checksum = checksum();
            sealed = true;
            return true;
        }

        /** Of all bytes, whose number is a multiple of {@link #ALIGNMENT}. */
        private long checksum() {
            long sum = bytes;
            for (long at = memoryAddress(); at < memoryAddress() + bytes; at += Long.BYTES) {
                sum = (sum ^ MemoryUtil.getLong(at)) * MULTIPLIER;
            }
            return sum;
        }

        @Override
        protected void release0() {
            try {
                assert !sealed || checksum == checksum() : "a reader has written into a column that it was lent";
            } finally {
                MemoryUtil.freeMemory(memoryAddress());
            }
        }
    }
}
