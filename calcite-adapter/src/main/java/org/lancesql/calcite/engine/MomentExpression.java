package org.lancesql.calcite.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.plan.SqlPlanner;
import org.lancesql.calcite.plan.ValidatedQuery;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.Vectors;

/** An expression over parameters, constants and the clock that says a moment. */
final class MomentExpression {
    /** Fractional digits of a second in which versions are stamped. */
    static final int DIGITS = 9;

    private static final Set<SqlTypeName> MOMENTS = Set.of(
            SqlTypeName.TIMESTAMP,
            SqlTypeName.TIMESTAMP_TZ,
            SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
            SqlTypeName.DATE,
            SqlTypeName.CHAR,
            SqlTypeName.VARCHAR);

    private final SqlNode expression;
    private final OperatorFactory operators;
    private final List<ResultColumn> parameters;
    private final Map<Integer, RelDataType> types;

    private MomentExpression(
            SqlNode expression,
            OperatorFactory operators,
            List<ResultColumn> parameters,
            Map<Integer, RelDataType> types) {
        this.expression = expression;
        this.operators = operators;
        this.parameters = parameters;
        this.types = types;
    }

    static MomentExpression compile(SqlNode expression, EngineContext engine, SessionContext session) {
        SqlNode row = SqlStdOperatorTable.ROW.createCall(expression.getParserPosition(), SqlTexts.copy(expression));
        SqlNode query = SqlStdOperatorTable.VALUES.createCall(SqlParserPos.ZERO, row);
        try (BufferAllocator allocator = engine.memory().newChild("planning")) {
            SqlPlanner planner = engine.planner(engine.catalog(session), session, allocator);
            ValidatedQuery validated = planner.validate(query);
            SqlTypeName type =
                    validated.rowType().getFieldList().get(0).getType().getSqlTypeName();
            if (!MOMENTS.contains(type)) {
                throw new StatementException(
                        Reason.TYPE_MISMATCH,
                        "AS OF takes a TIMESTAMP, a DATE or a text here; this is of type " + type.getName(),
                        Places.of(expression),
                        null);
            }
            PhysicalPlan plan = planner.plan(validated);
            Map<Integer, RelDataType> types = new HashMap<>();
            List<ResultColumn> parameters = new ArrayList<>();
            validated.parameters().getFieldList().forEach(field -> {
                String name = "?" + (field.getIndex() + 1);
                types.put(field.getIndex(), field.getType());
                parameters.add(SqlTypes.describe(name, name, null, field.getType()));
            });
            return new MomentExpression(expression, plan.compile(), parameters, types);
        }
    }

    /** Types of the parameters up to the last one in it, by index; of those that are not in it they mean nothing. */
    Map<Integer, RelDataType> parameters() {
        return types;
    }

    /** @param values of all parameters of the statement */
    Instant compute(List<@Nullable Object> values, EngineContext engine, SessionContext session) {
        CancelToken token = CancelToken.withoutTimeout();
        try (BatchOperator rows = Execution.open(
                        engine, operators, Reads.NOTHING, session, () -> own(values, engine, session), null, token);
                Batch batch = rows.next()) {
            if (batch == null) {
                throw new IllegalStateException("VALUES has no row");
            }
            int row = batch.selection().position(0);
            Object value = Vectors.get(batch.column(0), row);
            return Moments.of(value, session.timeZone());
        } catch (StatementException e) {
            throw e.position() != null
                    ? e
                    : new StatementException(e.reason(), String.valueOf(e.getMessage()), Places.of(expression), e);
        }
    }

    private List<@Nullable Object> own(List<@Nullable Object> values, EngineContext engine, SessionContext session) {
        if (parameters.isEmpty()) {
            return List.of();
        }
        List<@Nullable Object> first = values.subList(0, Math.min(values.size(), parameters.size()));
        try (BufferAllocator allocator = engine.memory().newChild("parameters")) {
            return Parameters.convert(parameters, first, allocator, session.timeZone());
        }
    }
}
