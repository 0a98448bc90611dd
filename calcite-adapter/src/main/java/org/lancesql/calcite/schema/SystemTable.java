package org.lancesql.calcite.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A table of {@link SystemSchema}: its columns, all nullable, and how its rows are made. */
public final class SystemTable extends AbstractTable {
    private final String name;
    private final Map<String, SqlTypeName> columns;
    private final Rows rows;

    /** How rows are made. */
    public interface Rows {
        /**
         * The rows as of now: String, Integer or Long values.
         *
         * @param texts what columns have to be equal to; rows where they are not may be left out, as nobody wants them
         */
        List<List<@Nullable Object>> where(Map<String, String> texts);
    }

    /**
     * @param columns VARCHAR, INTEGER or BIGINT columns in order
     */
    public SystemTable(String name, Map<String, SqlTypeName> columns, Rows rows) {
        this.name = name;
        this.columns = new LinkedHashMap<>(columns);
        this.rows = rows;
    }

    public String name() {
        return name;
    }

    /** How its rows are made. */
    public Rows rows() {
        return rows;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        columns.forEach((column, type) -> builder.add(column, type).nullable(true));
        return builder.build();
    }
}
