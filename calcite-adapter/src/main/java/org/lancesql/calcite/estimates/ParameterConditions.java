package org.lancesql.calcite.estimates;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.Condition;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/**
 * The conditions of a plan that wait for parameters, with the shares of rows that were guessed for them. With the values of an
 * execution, samples tell other shares, and the plan may be another. Immutable.
 */
public final class ParameterConditions {
    /** Of a plan that no parameter could make another. */
    public static final ParameterConditions NONE = new ParameterConditions(null, List.of());

    /** How many times more or fewer rows than guessed make another plan. */
    private static final double FACTOR = 10;

    private final @Nullable TableSamples samples;
    private final List<Waiting> conditions;

    /**
     * A condition on a table.
     *
     * @param columns that the expression reads, in its order
     * @param guess share of the rows that the plan rests on
     */
    record Waiting(LanceTable table, List<String> columns, Expression condition, double guess) {
        Waiting {
            requireNonNull(table, "table is null");
            requireNonNull(condition, "condition is null");
            columns = List.copyOf(columns);
        }
    }

    ParameterConditions(@Nullable TableSamples samples, List<Waiting> conditions) {
        this.samples = samples;
        this.conditions = List.copyOf(conditions);
    }

    /** Whether no parameter could make another plan. */
    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /**
     * For each condition in which order of magnitude its share is: 0 where the plan's guess is good enough. Executions of the
     * same classes have the same plan.
     *
     * @param values of all parameters of the plan, in their types
     */
    public List<Integer> classes(List<@Nullable Object> values, ZoneId timeZone) {
        List<Integer> classes = new ArrayList<>();
        for (Waiting condition : conditions) {
            OptionalDouble share = share(condition, values, timeZone);
            classes.add(share.isPresent() ? classOf(share.getAsDouble(), condition.guess()) : 0);
        }
        return classes;
    }

    private static int classOf(double share, double guess) {
        boolean isNear = share < FACTOR * guess && guess < FACTOR * share;
        return isNear ? 0 : 1 - (int) Math.floor(Math.log10(share));
    }

    private OptionalDouble share(Waiting waiting, List<@Nullable Object> values, ZoneId timeZone) {
        TableSamples known = samples;
        if (known == null) {
            return OptionalDouble.empty();
        }
        ExecutionContext context =
                new ExecutionContext(known.allocator(), values, Instant.now(), timeZone, CancelToken.withoutTimeout());
        return share(known.find(waiting.table()), waiting.columns(), waiting.condition(), context);
    }

    /** The share of the sampled rows that fulfil a condition; half a row where there are none. */
    static OptionalDouble share(
            Optional<TableSample> sample, List<String> columns, Expression condition, ExecutionContext context) {
        if (sample.isEmpty() || sample.get().rows() == 0 || !sample.get().has(Set.copyOf(columns))) {
            return OptionalDouble.empty();
        }
        try {
            int count = sample.get()
                    .count(
                            columns,
                            batch -> Condition.select(condition, batch, batch.selection(), context)
                                    .size());
            return count < 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(Math.max(0.5, count) / sample.get().rows());
        } catch (EvaluationException | StatementException e) {
            return OptionalDouble.empty();
        }
    }
}
