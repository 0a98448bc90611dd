package org.lancesql.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** LanceSQL through its driver: parsing, planning and reading the result included. */
final class LanceSqlEngine implements Contestant {
    private final Connection connection;

    LanceSqlEngine(Path directory) throws SQLException {
        String path = directory.toString().replace("%", "%25").replace("?", "%3F");
        connection = DriverManager.getConnection("jdbc:lance:" + path + "?readOnly=true");
    }

    @Override
    public String name() {
        return "LanceSQL";
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
