package org.lancesql.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.vector.types.pojo.Field;
import org.duckdb.DuckDBConnection;
import org.lancesql.storage.TableHandle;

/** DuckDB: on tables of its own, or fed from the Lance tables through Arrow anew for each query. */
final class DuckDb implements Contestant {
    private static final String STREAM = "lance_stream";

    private final LanceTables tables;
    private final DuckDBConnection connection;
    private final boolean fed;

    private DuckDb(LanceTables tables, boolean fed) throws SQLException {
        this.tables = tables;
        this.fed = fed;
        Connection opened = DriverManager.getConnection("jdbc:duckdb:");
        this.connection = opened.unwrap(DuckDBConnection.class);
    }

    /**
     * Each query first reads the columns that it names, as the floor does.
     *
     * @param tables stay the caller's
     */
    static DuckDb fedFromLance(LanceTables tables) throws SQLException {
        return new DuckDb(tables, true);
    }

    /**
     * All tables are loaded now.
     *
     * @param tables stay the caller's
     */
    static DuckDb onOwnTables(LanceTables tables) throws SQLException {
        DuckDb engine = new DuckDb(tables, false);
        for (TableHandle table : tables.all()) {
            engine.load(
                    table,
                    table.schema().getFields().stream().map(Field::getName).toList());
        }
        return engine;
    }

    @Override
    public String name() {
        return fed ? "DuckDB fed" : "DuckDB own";
    }

    @Override
    public Answer run(TpchQuery query) throws SQLException {
        if (fed) {
            for (TableHandle table : tables.all()) {
                List<String> columns = query.namedColumns(table.schema());
                if (!columns.isEmpty()) {
                    load(table, columns);
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.sql())) {
            return Answer.read(result);
        }
    }

    private void load(TableHandle table, List<String> columns) throws SQLException {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(tables.allocator());
                Statement statement = connection.createStatement()) {
            Data.exportArrayStream(
                    tables.allocator(), new BatchStream(tables.scan(table, columns), tables.allocator()), stream);
            connection.registerArrowStream(STREAM, stream);
            statement.execute(
                    "CREATE OR REPLACE TEMP TABLE " + table.tableVersion().table() + " AS SELECT * FROM " + STREAM);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
