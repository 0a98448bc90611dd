package org.lancesql.storage;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Columns that no table stores and every scan can return, as BIGINT without nulls. */
public final class RowColumns {
    /**
     * Where a row is in its version: see {@link RowSet}. No column for predicates: on tables with stable row ids Lance
     * takes the addresses in them for ids.
     */
    public static final String ADDRESS = "_rowaddr";

    /** What a row is called for as long as it exists, on tables with stable row ids; on others its address. */
    public static final String ID = "_rowid";

    private static final FieldType LONG = FieldType.notNullable(new ArrowType.Int(64, true));

    private RowColumns() {}

    static boolean isOne(String column) {
        return column.equals(ADDRESS) || column.equals(ID);
    }

    /** The column of a scan by this name: of the table, or one of these. */
    static Field find(Schema table, String column) {
        return isOne(column) ? new Field(column, LONG, List.of()) : table.findField(column);
    }
}
