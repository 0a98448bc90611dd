package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lancesql.jdbc.LeakReport;

/** Fails the test, whichever it is, after which a database closed with Arrow memory or tables still open. */
public final class NoLeaks implements AfterEachCallback, AfterAllCallback {
    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        check();
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        check();
    }

    private static void check() throws SQLException {
        assertThat(LeakReport.drain()).as("left open when a database closed").isEmpty();
    }
}
