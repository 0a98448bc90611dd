package org.lancesql.calcite.engine;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.versioning.Snapshot;

/** A query; also the rows of a statement that changes rows, or of a CREATE TABLE AS. */
final class QueryStatement implements CompiledStatement {
    private static final int MAX_REPLANS = 10;

    private final EngineContext engine;
    private final Planning planning;
    private volatile Planned planned;

    /** Makes the tree of the query anew each time, because planning changes it. */
    interface TreeSource {
        SqlNode tree();
    }

    /** Plans against what the session sees now. */
    interface Planning {
        Planned plan(SessionContext session, CancelToken cancelToken);
    }

    QueryStatement(EngineContext engine, TreeSource source, SessionContext session, CancelToken cancelToken) {
        this(
                engine,
                (planned, token) -> engine.plan(source.tree(), engine.catalog(planned), planned, token),
                session,
                cancelToken);
    }

    QueryStatement(EngineContext engine, Planning planning, SessionContext session, CancelToken cancelToken) {
        this.engine = engine;
        this.planning = planning;
        this.planned = planning.plan(session, cancelToken);
    }

    @Override
    public StatementKind kind() {
        return StatementKind.QUERY;
    }

    @Override
    public List<ResultColumn> columns() {
        return planned.columns();
    }

    @Override
    public List<ResultColumn> parameters() {
        return planned.parameters();
    }

    /** The plan in use, for EXPLAIN. */
    Planned planned() {
        return planned;
    }

    /** Rows together with the snapshot that they are read from. */
    record Rows(Planned planned, Snapshot snapshot, BatchOperator operator) {}

    /** Opens the rows on the newest snapshot, after planning again if names have changed their meaning. */
    Rows open(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        for (int attempt = 0; ; attempt++) {
            cancelToken.check();
            Planned current = planned;
            Snapshot snapshot = current.snapshot(engine.snapshots());
            if (snapshot != null && current.fits(snapshot, engine.catalog(session), session.timeZone())) {
                return new Rows(
                        current,
                        snapshot,
                        Execution.open(
                                engine,
                                current.operators(),
                                snapshot,
                                session,
                                values(current, parameters, session),
                                cancelToken));
            }
            if (attempt == MAX_REPLANS) {
                throw new IllegalStateException(
                        "tables changed their columns during each of " + attempt + " plannings");
            }
            planned = planning.plan(session, cancelToken);
        }
    }

    private List<@Nullable Object> values(Planned current, List<@Nullable Object> values, SessionContext session) {
        try (BufferAllocator allocator = engine.memory().newChild("parameters")) {
            return Parameters.convert(current.parameters(), values, allocator, session.timeZone());
        }
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        Rows rows = open(session, parameters, cancelToken);
        return StatementResult.ofRows(rows.planned().columns(), rows.operator());
    }
}
