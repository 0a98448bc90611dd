package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement that begins or ends a transaction or a part of it, or says what transactions are. */
public final class SqlTransaction extends SessionCall {
    private final Action action;
    private final @Nullable SqlIdentifier savepoint;
    private final TransactionModes modes;

    /** What it does. */
    public enum Action {
        BEGIN,
        COMMIT,
        ROLLBACK,
        SAVEPOINT,
        ROLLBACK_TO,
        RELEASE,
        /** SET TRANSACTION. */
        SET_MODE,
        /** SET SESSION CHARACTERISTICS AS TRANSACTION. */
        SET_SESSION_MODE
    }

    /** @param savepoint null unless the action is one on a savepoint */
    public SqlTransaction(
            SqlParserPos position, Action action, @Nullable SqlIdentifier savepoint, TransactionModes modes) {
        super(position, new SqlSpecialOperator(action.name().replace('_', ' '), SqlKind.OTHER), savepoint);
        this.action = action;
        this.savepoint = savepoint;
        this.modes = modes;
    }

    public Action action() {
        return action;
    }

    /** Name of the savepoint. */
    public String savepoint() {
        if (savepoint == null) {
            throw new IllegalStateException(action + " has no savepoint");
        }
        return savepoint.getSimple();
    }

    public TransactionModes modes() {
        return modes;
    }
}
