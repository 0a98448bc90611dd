package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BoundRows;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.StatementResult;
import org.lancesql.calcite.plan.RowTemplate;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Cut;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.SessionTransactions.Unit;

/** A query; also the rows of a statement that changes rows, or of a CREATE TABLE AS. */
final class QueryStatement implements CompiledStatement {
    private static final int MAX_REPLANS = 10;

    private final EngineContext engine;
    private final Planning planning;
    private volatile BoundPlan current;
    private volatile @Nullable Template template;

    /** Makes the tree of the query anew each time, because planning changes it. */
    interface TreeSource {
        SqlNode tree();
    }

    /** Plans against what the session sees now. */
    interface Planning {
        /** @param parameters null while they are not bound; references to versions may be by parameters */
        BoundPlan plan(SessionContext session, @Nullable List<@Nullable Object> parameters, CancelToken cancelToken);

        /**
         * Plans again for some values of the parameters of a plan.
         *
         * @param values in the types of the plan's parameters
         * @return null where each execution has the same plan
         */
        default @Nullable Planned planFor(
                BoundPlan base,
                List<@Nullable Object> values,
                SessionContext session,
                List<@Nullable Object> parameters,
                CancelToken cancelToken) {
            return null;
        }
    }

    /** Plans a query as it is, sharing its plan with nobody. */
    private record OwnPlanning(EngineContext engine, TreeSource source) implements Planning {
        @Override
        public BoundPlan plan(
                SessionContext session, @Nullable List<@Nullable Object> parameters, CancelToken cancelToken) {
            return BoundPlan.of(planner(engine).plan(source.tree(), session, parameters, null, cancelToken));
        }

        @Override
        public Planned planFor(
                BoundPlan base,
                List<@Nullable Object> values,
                SessionContext session,
                List<@Nullable Object> parameters,
                CancelToken cancelToken) {
            return planner(engine).plan(source.tree(), session, parameters, values, cancelToken);
        }
    }

    /** Plans the trees of queries. */
    static PlanSource.Planner planner(EngineContext engine) {
        return (tree, session, parameters, values, cancelToken) ->
                engine.plan(tree, engine.catalog(session, parameters), session, values, cancelToken);
    }

    QueryStatement(EngineContext engine, TreeSource source, SessionContext session, CancelToken cancelToken) {
        this(engine, new OwnPlanning(engine, source), session, cancelToken);
    }

    QueryStatement(EngineContext engine, Planning planning, SessionContext session, CancelToken cancelToken) {
        this.engine = engine;
        this.planning = planning;
        this.current = planning.plan(session, null, cancelToken);
    }

    @Override
    public StatementKind kind() {
        return StatementKind.QUERY;
    }

    @Override
    public List<ResultColumn> columns() {
        return current.planned().columns();
    }

    @Override
    public List<ResultColumn> parameters() {
        return current.parameters();
    }

    /** The plan in use, for EXPLAIN. */
    Planned planned() {
        return current.planned();
    }

    /** Rows together with what they are read from, which the operator closes. */
    record Rows(Planned planned, Cut cut, BatchOperator operator) {}

    /** Opens the rows as the open transaction sees them, after planning again if names have changed their meaning. */
    Rows open(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        return open(session, parameters, null, cancelToken);
    }

    /** @param profile where the operators count what they do; closed with the rows; null if nobody asks */
    Rows open(
            SessionContext session,
            List<@Nullable Object> parameters,
            @Nullable PlanProfile profile,
            CancelToken cancelToken) {
        return open(
                session,
                parameters,
                cancelToken,
                reading -> Execution.open(
                        engine,
                        reading.planned().operators(profile),
                        reading.reads(),
                        session,
                        () -> values(reading.plan(), parameters, session),
                        profile,
                        cancelToken));
    }

    /**
     * Opens the one row of {@code VALUES} for the rows of parameters from {@code from} on, before {@code to}.
     *
     * @throws java.util.NoSuchElementException when the rows are not of that kind, which {@link #isTemplate} tells
     */
    Rows openTemplate(SessionContext session, BoundRows parameters, int from, int to, CancelToken cancelToken) {
        return open(session, List.of(), cancelToken, reading -> {
            List<ResultColumn> columns = reading.planned().parameters();
            return Execution.open(
                    engine,
                    execution -> template(reading.planned())
                            .orElseThrow()
                            .over(
                                    new ParameterRows(columns, parameters, from, to, execution.context()),
                                    execution.context()),
                    reading.reads(),
                    session,
                    List::of,
                    null,
                    cancelToken);
        });
    }

    /** Whether the rows are one, computed from parameters and constants alone. */
    boolean isTemplate() {
        BoundPlan plan = current;
        return !plan.isLifted() && template(plan.planned()).isPresent();
    }

    private Optional<RowTemplate> template(Planned of) {
        Template known = template;
        if (known == null || known.planned() != of) {
            known = new Template(of, of.plan().rowTemplate());
            template = known;
        }
        return known.row();
    }

    private record Template(Planned planned, Optional<RowTemplate> row) {}

    private interface Opener {
        BatchOperator open(Reading reading);
    }

    private Rows open(
            SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken, Opener opener) {
        try (Unit unit = session.state().transactions().open(List.of(), cancelToken)) {
            Reading reading = read(unit.transaction(), session, parameters, cancelToken);
            Rows rows = new Rows(reading.planned(), reading.reads().cut(), opener.open(reading));
            unit.complete(cancelToken);
            return rows;
        }
    }

    private record Reading(BoundPlan plan, Reads reads) {
        Planned planned() {
            return plan.planned();
        }
    }

    /** Finds out what the statement reads, and takes a plan that fits it. */
    private Reading read(
            Transaction transaction,
            SessionContext session,
            List<@Nullable Object> parameters,
            CancelToken cancelToken) {
        for (int attempt = 0; ; attempt++) {
            cancelToken.check();
            BoundPlan plan = current;
            Reads reads = plan.planned().reads(transaction, session, parameters);
            boolean fits = false;
            try {
                fits = plan.planned().deferred().serve(parameters)
                        && plan.planned().fits(reads, session, () -> engine.catalog(session));
            } finally {
                if (!fits) {
                    reads.close();
                }
            }
            if (fits) {
                return plan.planned().plan().waiting().isEmpty()
                        ? new Reading(plan, reads)
                        : forValues(new Reading(plan, reads), transaction, session, parameters, cancelToken);
            }
            if (attempt == MAX_REPLANS) {
                throw new IllegalStateException(
                        "tables changed their columns during each of " + attempt + " plannings");
            }
            current = planning.plan(session, parameters, cancelToken);
        }
    }

    /** The same with the plan for these values, if they ask for another. */
    private Reading forValues(
            Reading base,
            Transaction transaction,
            SessionContext session,
            List<@Nullable Object> parameters,
            CancelToken cancelToken) {
        Reading chosen = null;
        try {
            PlanVariants variants = base.planned().variants();
            List<@Nullable Object> values = values(base.plan(), parameters, session);
            List<Integer> classes = base.planned().plan().waiting().classes(values, session.timeZone());
            Planned variant = variants.find(classes);
            if (variant == null && !variants.isFull() && classes.stream().anyMatch(number -> number != 0)) {
                variant = planning.planFor(base.plan(), values, session, parameters, cancelToken);
                if (variant != null) {
                    variants.put(classes, variant);
                }
            }
            chosen = variant == null ? base : variantOf(base, variant, transaction, session, parameters);
            if (variant != null && chosen == base) {
                variants.remove(classes);
            }
            return chosen;
        } finally {
            if (chosen != base) {
                base.reads().close();
            }
        }
    }

    /** What a variant of a plan reads; the plan itself where the variant does not fit any more. */
    private Reading variantOf(
            Reading base,
            Planned variant,
            Transaction transaction,
            SessionContext session,
            List<@Nullable Object> parameters) {
        if (!variant.parameters().equals(base.planned().parameters())) {
            return base;
        }
        Reads reads = variant.reads(transaction, session, parameters);
        boolean fits = false;
        try {
            fits = variant.deferred().serve(parameters) && variant.fits(reads, session, () -> engine.catalog(session));
        } finally {
            if (!fits) {
                reads.close();
            }
        }
        return fits ? new Reading(new BoundPlan(variant, base.plan().constants()), reads) : base;
    }

    private List<@Nullable Object> values(BoundPlan plan, List<@Nullable Object> values, SessionContext session) {
        Parameters.checkCount(plan.parameters(), values);
        List<ResultColumn> parameters = plan.planned().parameters();
        if (parameters.isEmpty()) {
            return List.of();
        }
        try (BufferAllocator allocator = engine.memory().newChild("parameters")) {
            return Parameters.convert(
                    parameters,
                    plan.isLifted()
                            ? plan.constants()
                            : plan.planned().deferred().planned(values),
                    allocator,
                    session.timeZone());
        }
    }

    @Override
    public StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken) {
        Rows rows = open(session, parameters, cancelToken);
        return StatementResult.ofRows(rows.planned().columns(), rows.operator());
    }
}
