package org.lancesql.jdbc;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Shows the tests of this module what the driver reports when a database closes, which only its package sees. */
public final class LeakReport {
    private LeakReport() {}

    /** What has gone wrong at the closing of databases since the last call: buffers and files left open above all. */
    public static List<RuntimeException> drain() throws SQLException {
        LanceDriver driver = (LanceDriver) DriverManager.getDriver("jdbc:lance:");
        return driver.databases().drainCloseFailures();
    }
}
