package org.lancesql.storage;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.lancesql.storage.StorageException.Reason;

/** Replaces the values of one vector by indexes into a dictionary of them. */
final class DictionaryBuilder implements AutoCloseable {
    private final String column;
    private final DictionaryEncoding encoding;
    private final FieldVector values;
    private final Map<Object, Integer> positions = new HashMap<>();

    /** @param like a vector of the type of the values */
    DictionaryBuilder(String column, DictionaryEncoding encoding, FieldVector like, BufferAllocator allocator) {
        this.column = column;
        this.encoding = encoding;
        this.values = like.getField().createVector(allocator);
    }

    /** Fills {@code indexes}, which is empty. */
    void encode(FieldVector source, FieldVector indexes) {
        int length = source.getValueCount();
        indexes.setInitialCapacity(Math.max(length, 1));
        indexes.allocateNew();
        for (int row = 0; row < length; row++) {
            if (!source.isNull(row)) {
                ((BaseIntVector) indexes).setWithPossibleTruncate(row, position(source, row));
            }
        }
        indexes.setValueCount(length);
        values.setValueCount(size());
        if (positions.isEmpty()) {
            // Lance looks the indexes of NULLs up too, so that a dictionary needs a value, here an empty text or 0.
            BitVectorHelper.setBit(values.getValidityBuffer(), 0);
        }
    }

    private int position(FieldVector source, int row) {
        Object value = source.getObject(row);
        Object key = value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
        Integer known = positions.get(key);
        if (known != null) {
            return known;
        }
        int next = positions.size();
        if (next > largestIndex()) {
            throw new StorageException(
                    Reason.UNSUPPORTED_TYPE,
                    "Column " + column + " takes at most " + (largestIndex() + 1)
                            + " different values at a time: its dictionary has indexes of "
                            + encoding.getIndexType().getBitWidth() + " bits.");
        }
        values.copyFromSafe(row, next, source);
        positions.put(key, next);
        return next;
    }

    private long largestIndex() {
        ArrowType.Int type = encoding.getIndexType();
        int bits = Math.min(type.getIsSigned() ? type.getBitWidth() - 1 : type.getBitWidth(), Integer.SIZE - 1);
        return (1L << bits) - 1;
    }

    /** How many more values the indexes reach in one file, where Lance puts the dictionaries of batches behind each other. */
    long room(long valuesBefore) {
        return largestIndex() + 1 - valuesBefore - size();
    }

    /** Number of values in the dictionary, at least 1. */
    int size() {
        return Math.max(1, positions.size());
    }

    Dictionary dictionary() {
        return new Dictionary(values, encoding);
    }

    @Override
    public void close() {
        values.close();
    }
}
