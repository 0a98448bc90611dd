package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A table that the engine computes: its columns, all nullable, and how its rows are made. */
public final class SystemTable extends AbstractTable {
    private static final int NANOSECONDS = 9;

    private final String name;
    private final List<Column> columns;
    private final Rows rows;
    private final Order order;

    /** A column. */
    public record Column(String name, SqlTypeName type) {
        public Column {
            requireNonNull(name, "name is null");
            requireNonNull(type, "type is null");
        }

        /** A column of texts. */
        public static Column text(String name) {
            return new Column(name, SqlTypeName.VARCHAR);
        }

        /** A column of 64-bit integers. */
        public static Column number(String name) {
            return new Column(name, SqlTypeName.BIGINT);
        }

        /** A column of moments, with nanoseconds. */
        public static Column moment(String name) {
            return new Column(name, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
        }

        /** A column of truth values. */
        public static Column flag(String name) {
            return new Column(name, SqlTypeName.BOOLEAN);
        }
    }

    /** How rows are made. */
    public interface Rows {
        /**
         * The rows as of now, made one by one as they are asked for: String, Integer, Long, Boolean or Instant values.
         *
         * @param wanted rows that are not may be left out
         */
        Iterator<List<@Nullable Object>> where(SystemRows wanted);
    }

    /** Rows that are made all at once. */
    public interface EagerRows {
        /**
         * The rows as of now: String, Integer or Long values.
         *
         * @param texts what columns have to be equal to; rows where they are not may be left out, as nobody wants them
         */
        List<List<@Nullable Object>> where(Map<String, String> texts);
    }

    /** In which order rows are made. */
    public interface Order {
        /** The column whose values fall strictly from row to row, if there is one for these rows. */
        Optional<String> falling(SystemRows wanted);
    }

    /**
     * @param columns VARCHAR, INTEGER or BIGINT columns in order
     */
    public SystemTable(String name, Map<String, SqlTypeName> columns, EagerRows rows) {
        this(
                name,
                columns.entrySet().stream()
                        .map(column -> new Column(column.getKey(), column.getValue()))
                        .toList(),
                wanted -> rows.where(wanted.texts()).iterator(),
                wanted -> Optional.empty());
    }

    /** A table whose rows are made one by one. */
    public SystemTable(String name, List<Column> columns, Rows rows, Order order) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.rows = rows;
        this.order = order;
    }

    public String name() {
        return name;
    }

    /** How its rows are made. */
    public Rows rows() {
        return rows;
    }

    /** In which order its rows are made. */
    public Order order() {
        return order;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        for (Column column : columns) {
            RelDataType type = column.type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
                    ? factory.createSqlType(column.type, NANOSECONDS)
                    : factory.createSqlType(column.type);
            builder.add(column.name, factory.createTypeWithNullability(type, true));
        }
        return builder.build();
    }
}
