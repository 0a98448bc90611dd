package org.lancesql.jdbc.demo;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchSource;

/** The generated rows of one TPC-H table, with NOT NULL columns and money as DECIMAL(15, 2). */
final class TpchSource<E extends TpchEntity> implements BatchSource {
    /** Rows of nation, the larger of the two tables that do not grow. */
    static final long SMALL_TABLE_ROWS = 25;

    private static final int BATCH_ROWS = 65_536;
    private static final int MONEY_PRECISION = 15;
    private static final int MONEY_SCALE = 2;

    private final List<TpchColumn<E>> columns;
    private final Schema schema;
    private final Iterator<E> rows;
    private final LongConsumer progress;

    /**
     * The rows of a table.
     *
     * @param progress gets the number of rows of each batch
     */
    TpchSource(TpchTable<E> table, double scale, LongConsumer progress) {
        this.columns = table.getColumns();
        List<Field> fields = new ArrayList<>();
        for (TpchColumn<E> column : columns) {
            fields.add(new Field(column.getColumnName(), FieldType.notNullable(arrowType(column)), null));
        }
        this.schema = new Schema(fields);
        this.rows = table.createGenerator(scale, 1, 1).iterator();
        this.progress = progress;
    }

    private static ArrowType arrowType(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case INTEGER -> new ArrowType.Int(32, true);
            case IDENTIFIER -> new ArrowType.Int(64, true);
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case DOUBLE -> new ArrowType.Decimal(MONEY_PRECISION, MONEY_SCALE, 128);
            case VARCHAR -> new ArrowType.Utf8();
        };
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        root.allocateNew();
        int count = 0;
        while (count < BATCH_ROWS && rows.hasNext()) {
            E row = rows.next();
            for (int i = 0; i < columns.size(); i++) {
                write(root.getVector(i), count, columns.get(i), row);
            }
            count++;
        }
        root.setRowCount(count);
        progress.accept(count);
        return count > 0;
    }

    private void write(FieldVector vector, int position, TpchColumn<E> column, E row) {
        switch (column.getType().getBase()) {
            case INTEGER -> ((IntVector) vector).setSafe(position, column.getInteger(row));
            case IDENTIFIER -> ((BigIntVector) vector).setSafe(position, column.getIdentifier(row));
            case DATE -> ((DateDayVector) vector).setSafe(position, column.getDate(row));
            case DOUBLE -> ((DecimalVector) vector).setSafe(position, Math.round(column.getDouble(row) * 100));
            case VARCHAR ->
                ((VarCharVector) vector).setSafe(position, column.getString(row).getBytes(StandardCharsets.UTF_8));
        }
    }
}
