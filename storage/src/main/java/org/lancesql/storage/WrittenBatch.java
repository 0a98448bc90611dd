package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** A batch in the form that Lance wants, with the dictionaries of its columns. Shares the memory of what it is made of. */
final class WrittenBatch implements AutoCloseable {
    private final VectorSchemaRoot root;
    private final DictionaryProvider.MapDictionaryProvider dictionaries =
            new DictionaryProvider.MapDictionaryProvider();
    private final List<DictionaryBuilder> builders = new ArrayList<>();
    private final BufferAllocator allocator;

    private WrittenBatch(Schema schema, BufferAllocator allocator) {
        this.root = VectorSchemaRoot.create(schema, allocator);
        this.allocator = allocator;
    }

    /** @param rows whose columns have the types of {@code schema} where that has no dictionary */
    static WrittenBatch of(VectorSchemaRoot rows, Schema schema, BufferAllocator allocator) {
        WrittenBatch batch = new WrittenBatch(schema, allocator);
        try {
            for (int i = 0; i < schema.getFields().size(); i++) {
                Field field = schema.getFields().get(i);
                batch.fill(field.getName(), rows.getVector(i), field, batch.root.getVector(i));
            }
            batch.root.setRowCount(rows.getRowCount());
            return batch;
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    private void fill(String column, FieldVector source, Field field, FieldVector target) {
        if (field.getDictionary() != null) {
            DictionaryBuilder builder = new DictionaryBuilder(column, field.getDictionary(), source, allocator);
            builders.add(builder);
            builder.encode(source, target);
            dictionaries.put(builder.dictionary());
            return;
        }
        int length = source.getValueCount();
        target.loadFieldBuffers(new ArrowFieldNode(length, source.getNullCount()), source.getFieldBuffers());
        List<FieldVector> children = source.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
            fill(
                    column,
                    children.get(i),
                    field.getChildren().get(i),
                    target.getChildrenFromFields().get(i));
        }
    }

    /** The dictionaries of the batch, always in the same order. */
    List<DictionaryBuilder> builders() {
        return builders;
    }

    VectorSchemaRoot root() {
        return root;
    }

    DictionaryProvider dictionaries() {
        return dictionaries;
    }

    @Override
    public void close() {
        root.close();
        builders.forEach(DictionaryBuilder::close);
    }
}
