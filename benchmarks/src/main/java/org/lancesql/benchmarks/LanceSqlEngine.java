package org.lancesql.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** LanceSQL through its driver: parsing, planning and reading the result included. */
final class LanceSqlEngine implements Contestant {
    private final String name;
    private final Connection connection;

    private LanceSqlEngine(String name, String url) throws SQLException {
        this.name = name;
        this.connection = DriverManager.getConnection(url);
    }

    /** With the settings that it has by itself: columns that were read stay in memory. */
    static LanceSqlEngine usual(Path directory) throws SQLException {
        return new LanceSqlEngine("LanceSQL", url(directory, "readOnly=true"));
    }

    /** Reads everything from files in each run. */
    static LanceSqlEngine withoutColumnCache(Path directory) throws SQLException {
        // Databases are shared by their directories and whether they may be written to; nothing is written here.
        return new LanceSqlEngine("without cache", url(directory, "columnCache=0"));
    }

    private static String url(Path directory, String option) {
        String path = directory.toString().replace("%", "%25").replace("?", "%3F");
        return "jdbc:lance:" + path + "?" + option;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Answer run(TpchQuery query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query.sql())) {
            return Answer.read(result);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
