package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.calcite.plan.ProfileText;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.session.Mutation;

/**
 * EXPLAIN ANALYZE: runs a statement, to its last row and with all that it changes, and gives in place of its result its plan
 * with what the operators did.
 */
final class AnalyzedStatement implements CompiledStatement {
    private final EngineContext engine;
    private final List<ResultColumn> columns;
    private final CompiledStatement statement;
    private final Runner runner;
    private final ProfileOptions options;

    /**
     * How the plan is shown.
     *
     * @param timing whether to show what differs from one execution to the next
     * @param planningNanos how long it took to plan the statement
     */
    record ProfileOptions(boolean timing, long planningNanos) {}

    /**
     * A statement that has run.
     *
     * @param planned its plan
     * @param header the line above the plan, of a statement that changes rows
     * @param changedRows number of changed rows, -1 for a query
     */
    record Ran(Planned planned, @Nullable String header, long changedRows) {}

    private interface Runner {
        Ran run(
                SessionContext session,
                List<@Nullable Object> parameters,
                PlanProfile profile,
                CancelToken cancelToken);
    }

    private AnalyzedStatement(
            EngineContext engine,
            ResultColumn line,
            CompiledStatement statement,
            Runner runner,
            ProfileOptions options) {
        this.engine = requireNonNull(engine, "engine is null");
        this.columns = List.of(line);
        this.statement = requireNonNull(statement, "statement is null");
        this.runner = requireNonNull(runner, "runner is null");
        this.options = requireNonNull(options, "options is null");
    }

    /** @param line the column of the result */
    static AnalyzedStatement of(EngineContext engine, ResultColumn line, QueryStatement query, ProfileOptions options) {
        Runner runner = (session, parameters, profile, token) -> {
            QueryStatement.Rows rows = query.open(session, parameters, profile, token);
            try (BatchOperator operator = rows.operator()) {
                for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
                    batch.close();
                }
            }
            return new Ran(rows.planned(), null, -1);
        };
        return new AnalyzedStatement(engine, line, query, runner, options);
    }

    /** @param line the column of the result */
    static AnalyzedStatement of(
            EngineContext engine, ResultColumn line, ChangeStatement change, ProfileOptions options) {
        return new AnalyzedStatement(engine, line, change, change::executeMeasured, options);
    }

    @Override
    public StatementKind kind() {
        return statement.kind();
    }

    @Override
    public List<Mutation> mutations() {
        return statement.mutations();
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }

    @Override
    public List<ResultColumn> parameters() {
        return statement.parameters();
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        PlanProfile profile = new PlanProfile();
        long start = System.nanoTime();
        Ran ran = runner.run(session, parameters, profile, cancelToken);
        List<List<@Nullable Object>> lines = lines(ran, profile, System.nanoTime() - start).stream()
                .map(Arrays::<@Nullable Object>asList)
                .toList();
        BatchOperator rows = Execution.ofRows(engine, session, columns, lines, cancelToken);
        return ran.changedRows() < 0
                ? StatementResult.ofRows(columns, rows)
                : StatementResult.ofChanges(columns, rows, ran.changedRows());
    }

    private List<String> lines(Ran ran, PlanProfile profile, long nanos) {
        ProfileText text = new ProfileText(profile, options.timing());
        List<String> lines = new ArrayList<>();
        String indent = "";
        if (ran.header() != null) {
            String time = options.timing() ? ", total=" + ProfileText.millis(nanos) : "";
            lines.add(ran.header() + "  (actual rows=" + ran.changedRows() + time + ")");
            indent = "  ";
        }
        for (String line : ran.planned().plan().explain(text)) {
            lines.add(indent + line);
        }
        if (options.timing()) {
            lines.add("Planning: " + ProfileText.millis(options.planningNanos()));
            lines.add("Execution: " + ProfileText.millis(nanos) + ", memory " + ProfileText.bytes(profile.peakBytes()));
        }
        return lines;
    }
}
