package org.lancesql.calcite;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.session.Mutation;

/** A planned statement: it names tables and holds no open resource, so that it can be kept and executed again. */
public interface CompiledStatement {
    StatementKind kind();

    /** What it does to rows of tables: nothing or one thing. */
    default List<Mutation> mutations() {
        return List.of();
    }

    /** The columns of its rows; empty for a statement without rows. */
    List<ResultColumn> columns();

    /** The dynamic parameters in order; label and name are {@code ?1}, {@code ?2}, and so on. */
    List<ResultColumn> parameters();

    /**
     * Executes on the newest snapshot. A plan whose tables have changed their columns since is planned again first.
     *
     * @param parameters one value for each parameter: null, Boolean, Number, BigDecimal, String, byte[], LocalDate,
     *     LocalTime, LocalDateTime, OffsetDateTime or Instant; converted to the parameter's type where SQL assigns
     * @throws StatementException when the statement no longer fits the tables, or a parameter its type
     * @throws org.lancesql.execution.EvaluationException when a value cannot be computed
     */
    StatementResult execute(SessionContext session, List<@Nullable Object> parameters, CancelToken cancelToken);

    /**
     * Executes for each of several rows of parameters, one after the other or as if so. The statement returns no rows.
     *
     * @param rows parameters as {@link #execute} takes them
     * @return number of changed rows for each
     * @throws BatchException when one of them fails; those before it have been executed then
     */
    default long[] executeBatch(SessionContext session, BoundRows rows, CancelToken cancelToken) {
        long[] counts = new long[rows.size()];
        for (int i = 0; i < counts.length; i++) {
            try (StatementResult result = execute(session, rows.row(i), cancelToken)) {
                counts[i] = Math.max(0, result.updateCount());
            } catch (RuntimeException e) {
                throw new BatchException(Arrays.copyOf(counts, i), e);
            }
        }
        return counts;
    }
}
