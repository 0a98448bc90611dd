package org.lancesql.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Shows tests of other packages what the registered driver reports when a database closes. */
public final class LeakCheck {
    private LeakCheck() {}

    /** What has gone wrong since the last call: buffers and files left open above all. */
    public static List<RuntimeException> drain() throws SQLException {
        return ((LanceDriver) DriverManager.getDriver("jdbc:lance:"))
                .databases()
                .drainCloseFailures();
    }
}
