package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;

/** A scanned column that has dictionaries, by itself or in its children: turned into a column of their values. */
final class DictionaryColumn {
    private final Field encoded;
    private final Field decoded;
    private final DictionaryProvider dictionaries;

    /** @param dictionaries those of the batch that is current when {@link #decode} is called */
    DictionaryColumn(Field encoded, Field decoded, DictionaryProvider dictionaries) {
        this.encoded = encoded;
        this.decoded = decoded;
        this.dictionaries = dictionaries;
    }

    static boolean isEncoded(Field field) {
        return field.getDictionary() != null || field.getChildren().stream().anyMatch(DictionaryColumn::isEncoded);
    }

    /** A new vector of the values; borrows {@code indexes}. */
    FieldVector decode(FieldVector indexes, BufferAllocator allocator) {
        FieldVector result = decoded.createVector(allocator);
        try {
            decode(indexes, encoded, result, allocator);
            return result;
        } catch (Throwable failure) {
            result.close();
            throw failure;
        }
    }

    private void decode(FieldVector source, Field field, FieldVector result, BufferAllocator allocator) {
        if (field.getDictionary() != null) {
            var dictionary =
                    requireNonNull(dictionaries.lookup(field.getDictionary().getId()));
            try (FieldVector values = (FieldVector) DictionaryEncoder.decode(source, dictionary, allocator)) {
                values.makeTransferPair(result).transfer();
            }
            return;
        }
        int length = source.getValueCount();
        result.loadFieldBuffers(new ArrowFieldNode(length, source.getNullCount()), source.getFieldBuffers());
        List<FieldVector> children = source.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
            decode(
                    children.get(i),
                    field.getChildren().get(i),
                    result.getChildrenFromFields().get(i),
                    allocator);
        }
    }
}
