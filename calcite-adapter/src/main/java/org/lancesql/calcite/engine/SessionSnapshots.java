package org.lancesql.calcite.engine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlSetSnapshot;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.mutation.session.TransactionStateException;
import org.lancesql.versioning.PastSnapshot;
import org.lancesql.versioning.UnknownReferenceException;

/** The past that a session reads: SET SNAPSHOT, RESET SNAPSHOT, and the setting {@code asOf}. */
final class SessionSnapshots {
    private static final String TAG = "tag:";

    private final EngineContext engine;

    SessionSnapshots(EngineContext engine) {
        this.engine = engine;
    }

    CompiledStatement set(SqlSetSnapshot statement, SessionContext planning) {
        SqlNode expression = statement.moment();
        if (expression != null && !DeferredPins.indexes(expression).isEmpty()) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "SET SNAPSHOT takes no parameters; write the moment into the statement",
                    Places.of(statement),
                    null);
        }
        MomentExpression moment = expression == null ? null : MomentExpression.compile(expression, engine, planning);
        SqlNode tag = statement.tag();
        return new CommandStatement(StatementKind.SESSION, (session, token) -> {
            refuseOpenTransaction(session.state());
            if (moment != null) {
                read(moment.compute(List.of(), engine, session), session.state());
            } else {
                readTag(tag, session.state());
            }
            return 0;
        });
    }

    /** Sets the setting {@code asOf}. */
    void set(String asOf, SessionState session) {
        refuseOpenTransaction(session);
        read(asOf, session);
    }

    /** Begins with what the session was given. */
    void begin(SessionState session) {
        read(session.initial(Setting.AS_OF), session);
    }

    /** The tables of a transaction are those of its beginning. */
    private static void refuseOpenTransaction(SessionState session) {
        if (session.transactions().isOpen()) {
            throw new TransactionStateException(
                    TransactionStateException.Reason.TRANSACTION_OPEN,
                    "The snapshot of a session changes between its transactions, and one is open; end it with COMMIT or"
                            + " ROLLBACK first");
        }
    }

    private void read(String asOf, SessionState session) {
        if (asOf.isEmpty()) {
            session.read("", null);
        } else if (asOf.toLowerCase(Locale.ROOT).startsWith(TAG)) {
            String name = asOf.substring(TAG.length()).strip();
            if (name.isEmpty()) {
                throw new StatementException(
                        Reason.INVALID_VERSION, "asOf names no tag; write asOf=tag:name, or a moment, or leave it out");
            }
            session.read(TAG + name, tagged(name));
        } else {
            read(moment(asOf, session.timeZone()), session);
        }
    }

    private void readTag(@Nullable SqlNode tag, SessionState session) {
        try {
            read(tag == null ? "" : TAG + SessionStatements.text(tag), session);
        } catch (StatementException e) {
            throw tag == null || e.position() != null
                    ? e
                    : new StatementException(e.reason(), String.valueOf(e.getMessage()), Places.of(tag), e);
        }
    }

    private void read(Instant moment, SessionState session) {
        session.read(moment.toString(), engine.pastSnapshots().at(moment));
    }

    private static Instant moment(String text, ZoneId zone) {
        try {
            return Moments.parse(text, zone);
        } catch (StatementException e) {
            throw new StatementException(e.reason(), "asOf: " + e.getMessage(), null, e);
        }
    }

    private @Nullable PastSnapshot tagged(String name) {
        try {
            return engine.pastSnapshots().tagged(name);
        } catch (UnknownReferenceException e) {
            throw new StatementException(
                    Reason.INVALID_VERSION, e.getMessage() + NearNames.suggestion(e.name(), e.known()), null, e);
        }
    }
}
