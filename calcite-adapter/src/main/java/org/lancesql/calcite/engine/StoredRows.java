package org.lancesql.calcite.engine;

import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.storage.BatchSource;

/** Rows on their way into a table that is made of them. */
final class StoredRows implements BatchSource {
    private final StoredColumns columns;
    private final BatchOperator rows;

    /**
     * @param schema the stored columns; those that SQL cannot name are filled with NULL
     * @param rows a column for each of the others, in order
     */
    StoredRows(String table, Schema schema, BatchOperator rows) {
        this.columns = new StoredColumns(table, schema);
        this.rows = rows;
    }

    @Override
    public Schema schema() {
        return columns.schema();
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
            try (Batch rowsOfBatch = batch) {
                if (rowsOfBatch.rowCount() > 0) {
                    columns.write(rowsOfBatch, 0, rowsOfBatch.selection(), root);
                    return true;
                }
            }
        }
        return false;
    }
}
