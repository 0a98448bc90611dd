package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.engine.PlanCache.Kept;
import org.lancesql.calcite.engine.PlanCache.Note;
import org.lancesql.calcite.engine.PlanKey.SessionFacts;
import org.lancesql.calcite.parser.LiftedText;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.execution.CancelToken;

/**
 * Where the plan of a statement comes from: the plans that sessions keep for each other, or the planner.
 *
 * <p>A statement whose like was there before, with other constants, is planned with parameters in their places, for all
 * that come. That is done where the plan does not read much: else the time of planning does not count, and the constants
 * may make a better plan.
 */
final class PlanSource implements QueryStatement.Planning {
    private final EngineContext engine;
    private final ParsedStatement statement;
    private final Planner planner;
    private final @Nullable LiftedText lifted;

    /** Plans a tree against what the session sees now. */
    interface Planner {
        /**
         * @param tree its own
         * @param parameters null while they are not bound
         * @param values of the plan's parameters, for which it is to be good; null for a plan for any
         */
        Planned plan(
                SqlNode tree,
                SessionContext session,
                @Nullable List<@Nullable Object> parameters,
                @Nullable List<@Nullable Object> values,
                CancelToken cancelToken);
    }

    PlanSource(EngineContext engine, ParsedStatement statement, Planner planner) {
        this.engine = requireNonNull(engine, "engine is null");
        this.statement = requireNonNull(statement, "statement is null");
        this.planner = requireNonNull(planner, "planner is null");
        this.lifted =
                PlanCache.takes(statement.text()) ? LiftedText.of(statement).orElse(null) : null;
    }

    @Override
    public BoundPlan plan(
            SessionContext session, @Nullable List<@Nullable Object> parameters, CancelToken cancelToken) {
        if (!PlanCache.takes(statement.text())) {
            return BoundPlan.of(planner.plan(SqlTexts.parse(statement), session, parameters, null, cancelToken));
        }
        SessionFacts facts = SessionFacts.of(session, engine.store());
        if (lifted != null) {
            Optional<BoundPlan> shared = shared(lifted, facts, session, cancelToken);
            if (shared.isPresent()) {
                return shared.get();
            }
        }
        return whole(facts, session, parameters, cancelToken);
    }

    @Override
    public Planned planFor(
            BoundPlan base,
            List<@Nullable Object> values,
            SessionContext session,
            List<@Nullable Object> parameters,
            CancelToken cancelToken) {
        SqlNode tree = SqlTexts.parse(statement);
        if (base.isLifted()) {
            requireNonNull(lifted, "a text without constants has a plan without them")
                    .lift(tree);
        }
        return planner.plan(tree, session, parameters, values, cancelToken);
    }

    /** The plan of this text alone. */
    private BoundPlan whole(
            SessionFacts facts,
            SessionContext session,
            @Nullable List<@Nullable Object> parameters,
            CancelToken cancelToken) {
        PlanKey key = PlanKey.ofWhole(statement, facts);
        if (engine.plans().find(key) instanceof PlanCache.Plan kept && fits(kept.planned(), session)) {
            return BoundPlan.of(kept.planned());
        }
        Planned planned = planner.plan(SqlTexts.parse(statement), session, parameters, null, cancelToken);
        if (engine.plans().isSeenAgain(key) && planned.isShareable(engine.store())) {
            engine.plans().put(key, new PlanCache.Plan(planned));
        }
        return BoundPlan.of(planned);
    }

    /** The plan of all statements like this one, if they have one or can get one. */
    private Optional<BoundPlan> shared(
            LiftedText text, SessionFacts facts, SessionContext session, CancelToken cancelToken) {
        PlanKey key = PlanKey.ofLifted(statement, text, facts);
        Kept kept = engine.plans().find(key);
        if (kept == Note.UNLIKE || kept == null && !engine.plans().isSeenAgain(key)) {
            return Optional.empty();
        }
        if (kept instanceof PlanCache.Plan plan) {
            Optional<List<@Nullable Object>> constants =
                    LiftedConstants.fit(text.constants(), plan.planned().parameters());
            if (constants.isEmpty()) {
                return Optional.empty();
            }
            if (fits(plan.planned(), session)) {
                return Optional.of(new BoundPlan(plan.planned(), constants.get()));
            }
        }
        return newlyShared(key, text, session, cancelToken);
    }

    private Optional<BoundPlan> newlyShared(
            PlanKey key, LiftedText text, SessionContext session, CancelToken cancelToken) {
        Planned planned;
        try {
            SqlNode tree = SqlTexts.parse(statement);
            text.lift(tree);
            planned = planner.plan(tree, session, null, null, cancelToken);
        } catch (StatementException e) {
            // The statement as it stands may be right; if it is not, its own error says why.
            engine.plans().put(key, Note.UNLIKE);
            return Optional.empty();
        }
        Optional<List<@Nullable Object>> constants = LiftedConstants.fit(text.constants(), planned.parameters());
        boolean isUseful = constants.isPresent() && planned.isShareable(engine.store()) && planned.readsLittle();
        engine.plans().put(key, isUseful ? new PlanCache.Plan(planned) : Note.UNLIKE);
        return isUseful ? Optional.of(new BoundPlan(planned, constants.get())) : Optional.empty();
    }

    private boolean fits(Planned planned, SessionContext session) {
        return engine.fitsNow(planned, session);
    }
}
