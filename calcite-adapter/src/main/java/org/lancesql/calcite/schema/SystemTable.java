package org.lancesql.calcite.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A table of {@link SystemSchema}: its columns, all nullable, and how its rows are made. */
public final class SystemTable extends AbstractTable {
    private final String name;
    private final Map<String, SqlTypeName> columns;
    private final Supplier<List<List<@Nullable Object>>> rows;

    /**
     * @param columns VARCHAR, INTEGER or BIGINT columns in order
     * @param rows the rows as of now: String, Integer or Long values
     */
    public SystemTable(String name, Map<String, SqlTypeName> columns, Supplier<List<List<@Nullable Object>>> rows) {
        this.name = name;
        this.columns = new LinkedHashMap<>(columns);
        this.rows = rows;
    }

    public String name() {
        return name;
    }

    /** The rows as of now. */
    public List<List<@Nullable Object>> rows() {
        return rows.get();
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        columns.forEach((column, type) -> builder.add(column, type).nullable(true));
        return builder.build();
    }
}
