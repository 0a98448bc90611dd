package org.lancesql.jdbc;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/**
 * A savepoint that was set through JDBC.
 *
 * @param id its number, unique on its connection
 * @param name null for one without
 */
record LanceSavepoint(
        TransactionalConnection connection,
        int id,
        @Nullable String name) implements Savepoint {
    /** Its name for the transaction, which no other savepoint has: SQL cannot spell it, and a name can be set twice. */
    String uniqueName() {
        return "#" + id;
    }

    @Override
    public int getSavepointId() throws SQLException {
        if (name != null) {
            throw JdbcErrors.savepointHasNo("number, it has the name " + name);
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        if (name == null) {
            throw JdbcErrors.savepointHasNo("name, it has the number " + id);
        }
        return name;
    }

    @Override
    public String toString() {
        return "savepoint " + (name == null ? uniqueName() : name);
    }
}
