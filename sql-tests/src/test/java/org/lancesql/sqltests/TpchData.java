package org.lancesql.sqltests;

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The same TPC-H rows as Lance tables, written by the plain SDK, and as DuckDB tables; money is DECIMAL(15, 2). */
final class TpchData {
    private TpchData() {}

    static void writeLance(Path directory, double scaleFactor) {
        try (ForeignWriter writer = new ForeignWriter(directory)) {
            for (TpchTable<?> table : TpchTable.getTables()) {
                writer.create(table.getTableName(), schema(table), rows(table, scaleFactor));
            }
        }
    }

    static void writeDuckDb(Connection connection, double scaleFactor) throws SQLException {
        for (TpchTable<?> table : TpchTable.getTables()) {
            String columns = table.getColumns().stream()
                    .map(column -> column.getColumnName() + " " + sqlType(column) + " NOT NULL")
                    .collect(Collectors.joining(", "));
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE " + table.getTableName() + " (" + columns + ")");
            }
            DuckDBConnection duckDb = connection.unwrap(DuckDBConnection.class);
            try (DuckDBAppender appender = duckDb.createAppender("main", table.getTableName())) {
                append(appender, table.getColumns(), rows(table, scaleFactor));
            }
        }
    }

    private static void append(DuckDBAppender appender, List<? extends TpchColumn<?>> columns, Iterator<Object[]> rows)
            throws SQLException {
        while (rows.hasNext()) {
            Object[] row = rows.next();
            appender.beginRow();
            for (int i = 0; i < row.length; i++) {
                switch (columns.get(i).getType().getBase()) {
                    case INTEGER -> appender.append((int) row[i]);
                    case IDENTIFIER -> appender.append((long) row[i]);
                    case DATE -> appender.append(LocalDate.ofEpochDay((int) row[i]));
                    case DOUBLE -> appender.append((BigDecimal) row[i]);
                    case VARCHAR -> appender.append((String) row[i]);
                }
            }
            appender.endRow();
        }
    }

    private static <E extends TpchEntity> Iterator<Object[]> rows(TpchTable<E> table, double scaleFactor) {
        List<TpchColumn<E>> columns = table.getColumns();
        return StreamSupport.stream(table.createGenerator(scaleFactor, 1, 1).spliterator(), false)
                .map(entity ->
                        columns.stream().map(column -> value(column, entity)).toArray())
                .iterator();
    }

    private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
        return switch (column.getType().getBase()) {
            case INTEGER -> column.getInteger(entity);
            case IDENTIFIER -> column.getIdentifier(entity);
            case DATE -> column.getDate(entity);
            case DOUBLE -> BigDecimal.valueOf(Math.round(column.getDouble(entity) * 100), 2);
            case VARCHAR -> column.getString(entity);
        };
    }

    private static Schema schema(TpchTable<?> table) {
        List<Field> fields = new ArrayList<>();
        for (TpchColumn<?> column : table.getColumns()) {
            ArrowType type = switch (column.getType().getBase()) {
                case INTEGER -> new ArrowType.Int(32, true);
                case IDENTIFIER -> new ArrowType.Int(64, true);
                case DATE -> new ArrowType.Date(DateUnit.DAY);
                case DOUBLE -> new ArrowType.Decimal(15, 2, 128);
                case VARCHAR -> ArrowType.Utf8.INSTANCE;
            };
            fields.add(new Field(column.getColumnName(), FieldType.notNullable(type), null));
        }
        return new Schema(fields);
    }

    private static String sqlType(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case INTEGER -> "INTEGER";
            case IDENTIFIER -> "BIGINT";
            case DATE -> "DATE";
            case DOUBLE -> "DECIMAL(15, 2)";
            case VARCHAR -> "VARCHAR";
        };
    }
}
