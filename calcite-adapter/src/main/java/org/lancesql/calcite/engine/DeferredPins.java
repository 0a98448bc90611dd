package org.lancesql.calcite.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlVersionedTable.Clause;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.versioning.VersionSelector;

/**
 * What the expressions in references to versions, and other parameters outside of the query, mean, for one set of
 * parameters and one moment.
 */
final class DeferredPins implements PinValues {
    private final EngineContext engine;
    private final SessionContext session;
    private final @Nullable List<@Nullable Object> parameters;
    private final Map<Pin.Deferred, SqlNode> expressions;
    private final Map<Pin.Deferred, MomentExpression> compiled;
    private final Map<Pin.Deferred, VersionSelector> values = new HashMap<>();
    private final Map<Integer, RelDataType> types;
    private final Map<PinnedName, Position> places;
    private final Map<Integer, @Nullable Object> plannedFor = new HashMap<>();
    private final Set<Integer> needed = new HashSet<>();

    /** @param parameters null while they are not bound */
    DeferredPins(EngineContext engine, SessionContext session, @Nullable List<@Nullable Object> parameters) {
        this(engine, session, parameters, new LinkedHashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    private DeferredPins(
            EngineContext engine,
            SessionContext session,
            @Nullable List<@Nullable Object> parameters,
            Map<Pin.Deferred, SqlNode> expressions,
            Map<Pin.Deferred, MomentExpression> compiled,
            Map<Integer, RelDataType> types,
            Map<PinnedName, Position> places) {
        this.engine = engine;
        this.session = session;
        this.parameters = parameters;
        this.expressions = expressions;
        this.compiled = compiled;
        this.types = types;
        this.places = places;
    }

    /** The same expressions, for other parameters and now. */
    DeferredPins with(SessionContext other, List<@Nullable Object> bound) {
        return new DeferredPins(engine, other, bound, expressions, compiled, types, places);
    }

    @Override
    public void refer(PinnedName reference, SqlNode value) {
        places.putIfAbsent(withoutCase(reference), Places.of(value));
    }

    @Override
    public @Nullable Position place(PinnedName reference) {
        return places.get(withoutCase(reference));
    }

    private static PinnedName withoutCase(PinnedName reference) {
        return reference.withTable(reference.table().toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean declare(SqlDynamicParam parameter, Field column) {
        LanceTypeFactory factory = new LanceTypeFactory();
        types.put(parameter.getIndex(), factory.createTypeWithNullability(SqlTypes.fromStored(column, factory), true));
        needed.add(parameter.getIndex());
        return parameters != null;
    }

    @Override
    public @Nullable Object value(SqlDynamicParam parameter) {
        int index = parameter.getIndex();
        RelDataType type = types.get(index);
        if (parameters == null || type == null) {
            throw new IllegalStateException("parameter " + index + " was not declared, or is not bound");
        }
        Object value = bound(index, parameters);
        plannedFor.put(index, value);
        String name = "?" + (index + 1);
        try (BufferAllocator allocator = engine.memory().newChild("parameters")) {
            return Parameters.convert(
                            List.of(SqlTypes.describe(name, name, null, type)),
                            Collections.singletonList(value),
                            allocator,
                            session.timeZone())
                    .get(0);
        }
    }

    private static @Nullable Object bound(int index, List<@Nullable Object> parameters) {
        if (index >= parameters.size()) {
            throw new StatementException(
                    Reason.WRONG_PARAMETERS,
                    "Parameter " + (index + 1) + " has no value; prepare the statement and set each parameter");
        }
        return parameters.get(index);
    }

    /** Whether a plan that was made with these values serves others: those that it was made for are the same. */
    boolean serve(List<@Nullable Object> others) {
        return needed.stream()
                .allMatch(index -> plannedFor.containsKey(index)
                        && index < others.size()
                        && Objects.deepEquals(plannedFor.get(index), others.get(index)));
    }

    @Override
    public void declare(Pin.Deferred pin, SqlNode expression) {
        if (expressions.putIfAbsent(pin, expression) != null) {
            return;
        }
        if (expression instanceof SqlDynamicParam parameter) {
            types.put(parameter.getIndex(), parameterType(pin.clause()));
        } else {
            MomentExpression moment = MomentExpression.compile(expression, engine, session);
            compiled.put(pin, moment);
            Set<Integer> used = indexes(expression);
            moment.parameters().forEach((index, type) -> {
                if (used.contains(index)) {
                    types.put(index, type);
                }
            });
        }
    }

    private static RelDataType parameterType(Clause clause) {
        LanceTypeFactory factory = new LanceTypeFactory();
        return factory.createTypeWithNullability(
                clause == Clause.VERSION
                        ? factory.createSqlType(SqlTypeName.BIGINT)
                        : factory.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, MomentExpression.DIGITS),
                true);
    }

    /** Indexes of the parameters in an expression. */
    static Set<Integer> indexes(SqlNode expression) {
        Set<Integer> indexes = new HashSet<>();
        expression.accept(new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlDynamicParam parameter) {
                indexes.add(parameter.getIndex());
                return null;
            }
        });
        return indexes;
    }

    @Override
    public Map<Integer, RelDataType> parameters() {
        return types;
    }

    @Override
    public Optional<VersionSelector> value(Pin.Deferred pin) {
        VersionSelector known = values.get(pin);
        if (known == null) {
            SqlNode expression = expressions.get(pin);
            if (expression == null) {
                throw new IllegalStateException("pin " + pin + " was not declared");
            }
            if (parameters == null && !indexes(expression).isEmpty()) {
                return Optional.empty();
            }
            known = compute(pin, expression, parameters == null ? List.of() : parameters);
            values.put(pin, known);
        }
        return Optional.of(known);
    }

    private VersionSelector compute(Pin.Deferred pin, SqlNode expression, List<@Nullable Object> bound) {
        if (!(expression instanceof SqlDynamicParam parameter)) {
            MomentExpression moment = compiled.get(pin);
            if (moment == null) {
                throw new IllegalStateException("pin " + pin + " was not compiled");
            }
            return new VersionSelector.AsOf(moment.compute(bound, engine, session));
        }
        Object value = bound(parameter.getIndex(), bound);
        String what = "Parameter " + (parameter.getIndex() + 1) + " of "
                + pin.clause().sql();
        return pin.clause() == Clause.VERSION
                ? PinParameters.version(what, value)
                : new VersionSelector.AsOf(moment(what, value, expression));
    }

    private Instant moment(String what, @Nullable Object value, SqlNode expression) {
        try {
            return Moments.of(value, session.timeZone());
        } catch (StatementException e) {
            throw new StatementException(e.reason(), what + ": " + e.getMessage(), Places.of(expression), e);
        }
    }

    /** The values of parameters as the plan reads them: those outside of the query are not among them. */
    List<@Nullable Object> planned(List<@Nullable Object> bound) {
        List<@Nullable Object> values = new ArrayList<>(bound);
        types.keySet().stream().filter(index -> index < values.size()).forEach(index -> values.set(index, null));
        return values;
    }
}
