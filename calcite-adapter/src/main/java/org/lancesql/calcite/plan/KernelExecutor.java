package org.lancesql.calcite.plan;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.expression.RexCompiler;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * Folds constants with the expressions that execution uses, so that folding never changes a value. What fails to
 * evaluate stays as it is and fails, if it is reached, at execution.
 */
final class KernelExecutor implements RexExecutor {
    /** Plans are copied, compared and printed with their literals. */
    private static final int MAX_LITERAL_BYTES = 1 << 20;

    private final BufferAllocator allocator;
    private final ZoneId timeZone;

    KernelExecutor(BufferAllocator allocator, ZoneId timeZone) {
        this.allocator = allocator;
        this.timeZone = timeZone;
    }

    @Override
    public void reduce(RexBuilder rexBuilder, List<RexNode> constants, List<RexNode> reduced) {
        for (RexNode constant : constants) {
            reduced.add(reduce(rexBuilder, constant));
        }
    }

    private RexNode reduce(RexBuilder rexBuilder, RexNode constant) {
        if (readsClock(constant) || hasNoLiteral(constant.getType())) {
            return constant;
        }
        try {
            return evaluate(rexBuilder, constant, vector -> toLiteral(rexBuilder, constant, vector));
        } catch (EvaluationException e) {
            return constant;
        }
    }

    /**
     * The value of an expression that needs no row.
     *
     * @throws EvaluationException when it has none
     */
    @Nullable Object compute(RexBuilder rexBuilder, RexNode expression) {
        return evaluate(rexBuilder, expression, vector -> Vectors.get(vector, 0));
    }

    private static RexNode toLiteral(RexBuilder rexBuilder, RexNode constant, FieldVector value) {
        return value.getBufferSize() > MAX_LITERAL_BYTES
                ? constant
                : LiteralValues.toLiteral(rexBuilder, constant.getType(), Vectors.get(value, 0))
                        .orElse(constant);
    }

    private <T extends @Nullable Object> T evaluate(
            RexBuilder rexBuilder, RexNode expression, Function<FieldVector, T> use) {
        ExecutionContext context =
                new ExecutionContext(allocator, List.of(), Instant.EPOCH, timeZone, CancelToken.withoutTimeout());
        Expression compiled = new RexCompiler(rexBuilder, Map.of(), 0).compile(expression);
        try (Batch row = new Batch(List.of(), 1, Selection.all(1));
                FieldVector vector = compiled.evaluate(row, row.selection(), context)) {
            return use.apply(vector);
        }
    }

    /** Arrays, maps and rows stay what makes them. */
    private static boolean hasNoLiteral(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ARRAY, MULTISET, MAP, ROW -> true;
            default -> false;
        };
    }

    /** A time of day becomes a timestamp on the day of the execution, which is not known yet. */
    private static boolean readsClock(RexNode node) {
        boolean castsTime = node.getKind() == SqlKind.CAST
                && isTimeOfDay(((RexCall) node).getOperands().get(0))
                && !isTimeOfDay(node);
        return castsTime
                || (node instanceof RexCall call && call.getOperands().stream().anyMatch(KernelExecutor::readsClock));
    }

    private static boolean isTimeOfDay(RexNode node) {
        return node.getType().getSqlTypeName() == SqlTypeName.TIME;
    }
}
