package org.lancesql.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.mutation.session.TransactionStateException;
import org.lancesql.mutation.session.TransactionStateException.Reason;

/** The part of a connection that is about transactions. */
abstract class TransactionalConnection extends AvaticaConnection {
    private final AtomicInteger savepoints = new AtomicInteger();

    TransactionalConnection(UnregisteredDriver driver, AvaticaFactory factory, String url) {
        super(driver, factory, url, new Properties());
    }

    abstract Session session();

    /** Runs something on the Meta; whatever fails becomes an SQLException with an SQLSTATE. */
    final <T> T call(Callable<T> work) throws SQLException {
        checkOpen();
        try {
            return work.call();
        } catch (Exception | Error e) {
            throw SqlStates.translate(e);
        }
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        call(() -> {
            super.setAutoCommit(autoCommit);
            return true;
        });
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        call(() -> {
            super.setReadOnly(readOnly);
            return true;
        });
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        call(() -> {
            super.setTransactionIsolation(level);
            return true;
        });
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        checkOpen();
        if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT && holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT) {
            throw JdbcErrors.invalidArgument("There is no holdability " + holdability);
        }
        super.setHoldability(holdability);
    }

    private void requireTransaction(String method) throws SQLException {
        checkOpen();
        if (session().transactions().autoCommit()) {
            throw JdbcErrors.autoCommitIsOn(method);
        }
    }

    @Override
    public void commit() throws SQLException {
        requireTransaction("commit()");
        for (AvaticaStatement statement : List.copyOf(statementMap.values())) {
            ((LanceStatement) statement).transactionCommits();
        }
        call(() -> {
            super.commit();
            return true;
        });
    }

    @Override
    public void rollback() throws SQLException {
        requireTransaction("rollback()");
        call(() -> {
            super.rollback();
            return true;
        });
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return newSavepoint(null);
    }

    @Override
    public Savepoint setSavepoint(@Nullable String name) throws SQLException {
        if (name == null) {
            throw JdbcErrors.invalidArgument("The name of the savepoint is null: setSavepoint() makes one without");
        }
        return newSavepoint(name);
    }

    private Savepoint newSavepoint(@Nullable String name) throws SQLException {
        requireTransaction("setSavepoint");
        return call(() -> {
            LanceSavepoint savepoint = new LanceSavepoint(this, savepoints.incrementAndGet(), name);
            session().transactions().savepoint(savepoint.uniqueName());
            nameForSql(savepoint);
            return savepoint;
        });
    }

    /** Lets SQL, too, come back to a savepoint that has a name. */
    private void nameForSql(LanceSavepoint savepoint) {
        if (savepoint.name() != null) {
            session().transactions().savepoint(savepoint.name());
        }
    }

    @Override
    public void rollback(@Nullable Savepoint savepoint) throws SQLException {
        with(savepoint, "rollback(Savepoint)", target -> {
            session().transactions().rollbackTo(target.uniqueName());
            nameForSql(target);
        });
    }

    @Override
    public void releaseSavepoint(@Nullable Savepoint savepoint) throws SQLException {
        with(savepoint, "releaseSavepoint", target -> session().transactions().release(target.uniqueName()));
    }

    private void with(@Nullable Savepoint savepoint, String method, Consumer<LanceSavepoint> action)
            throws SQLException {
        requireTransaction(method);
        if (!(savepoint instanceof LanceSavepoint target) || target.connection() != this) {
            throw JdbcErrors.unknownSavepoint(String.valueOf(savepoint));
        }
        try {
            action.accept(target);
        } catch (TransactionStateException e) {
            throw e.reason() == Reason.UNKNOWN_SAVEPOINT || e.reason() == Reason.NO_TRANSACTION
                    ? JdbcErrors.unknownSavepoint(target.toString())
                    : SqlStates.translate(e);
        } catch (RuntimeException e) {
            throw SqlStates.translate(e);
        }
    }
}
