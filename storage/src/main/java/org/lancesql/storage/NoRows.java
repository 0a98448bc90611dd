package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** What a scan with limit 0 reads. Lance takes that limit for none. */
record NoRows(Schema schema) implements BatchReader {
    static NoRows of(Schema table, List<String> columns) {
        List<Field> fields = new ArrayList<>();
        for (String column : columns) {
            fields.add(RowColumns.find(table, column));
        }
        return new NoRows(new Schema(fields));
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        return null;
    }

    @Override
    public void close() {}
}
