package org.lancesql.calcite.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.kernel.Kernels;

/**
 * Compiles Calcite's expressions to vectorised ones: a kernel where there is one, else Calcite's own code for a row,
 * called for each row within the batch.
 */
public final class RexCompiler {
    private final RexBuilder rexBuilder;
    private final Map<CorrelateField, Integer> correlates;
    private final int parameterCount;

    /**
     * A column of a correlation variable, for example {@code $cor0.2}.
     *
     * @param index ordinal of the column
     */
    public record CorrelateField(String variable, int index) {}

    /**
     * @param correlates position of each correlated column behind the {@code parameterCount} parameters of the statement
     */
    public RexCompiler(RexBuilder rexBuilder, Map<CorrelateField, Integer> correlates, int parameterCount) {
        this.rexBuilder = rexBuilder;
        this.correlates = Map.copyOf(correlates);
        this.parameterCount = parameterCount;
    }

    /** Compiles an expression over the columns of its input. */
    public Expression compile(RexNode node) {
        return translate(TextCast.plain(node, rexBuilder));
    }

    private Expression translate(RexNode node) {
        if (node instanceof RexCall call) {
            return translateCall(call);
        }
        Optional<Expression> leaf = leaf(node);
        return leaf.orElseGet(() -> structField(node));
    }

    /** An input column, constant, parameter or correlated column; empty for everything that is computed. */
    private Optional<Expression> leaf(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return Optional.of(Expressions.column(reference.getIndex(), field(reference.getType())));
        }
        if (node instanceof RexLiteral literal) {
            return LiteralValues.of(literal)
                    .map(value -> Expressions.literal(field(literal.getType()), value.orNull()));
        }
        if (node instanceof RexDynamicParam parameter) {
            return Optional.of(Expressions.parameter(parameter.getIndex(), field(parameter.getType())));
        }
        if (node instanceof RexFieldAccess access && access.getReferenceExpr() instanceof RexCorrelVariable variable) {
            Integer slot = correlates.get(
                    new CorrelateField(variable.getName(), access.getField().getIndex()));
            if (slot == null) {
                throw new IllegalStateException("unknown correlated column " + access);
            }
            return Optional.of(Expressions.parameter(parameterCount + slot, field(access.getType())));
        }
        return Optional.empty();
    }

    private Expression structField(RexNode node) {
        if (node instanceof RexFieldAccess access) {
            return Elements.ofStruct(
                    field(access.getType()),
                    translate(access.getReferenceExpr()),
                    access.getField().getIndex());
        }
        throw new StatementException(
                StatementException.Reason.NOT_SUPPORTED, "This expression cannot be executed yet: " + node);
    }

    /** A number is no date and no time, also where Calcite would unite the two. */
    private static void refuseSenselessCast(RexCall call) {
        if (call.getKind() != SqlKind.CAST) {
            return;
        }
        RelDataType source = call.getOperands().get(0).getType();
        boolean senseless = (SqlTypeUtil.isNumeric(source) && SqlTypeUtil.isDatetime(call.getType()))
                || (SqlTypeUtil.isDatetime(source) && SqlTypeUtil.isNumeric(call.getType()));
        if (senseless) {
            throw new StatementException(
                    StatementException.Reason.TYPE_MISMATCH,
                    "A value of type " + source + " cannot be taken for one of type " + call.getType());
        }
    }

    /** {@code COALESCE(a, b, c)} takes the first that is not null. */
    private RexNode caseOf(RexCall coalesce) {
        List<RexNode> operands = new ArrayList<>();
        List<RexNode> choices = coalesce.getOperands();
        for (RexNode choice : choices.subList(0, choices.size() - 1)) {
            operands.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, choice));
            operands.add(choice);
        }
        operands.add(choices.get(choices.size() - 1));
        return rexBuilder.makeCall(coalesce.getType(), SqlStdOperatorTable.CASE, operands);
    }

    private Expression translateCall(RexCall call) {
        refuseSenselessCast(call);
        if (call.getKind() == SqlKind.SEARCH) {
            return translateSearch(RexUtil.expandSearch(rexBuilder, null, call));
        }
        if (call.getKind() == SqlKind.COALESCE) {
            return translate(caseOf(call));
        }
        Optional<Expression> own = new OwnCalls(this::translate).find(call);
        if (own.isPresent()) {
            return own.get();
        }
        Optional<ScalarFunction> function = FunctionMap.find(call);
        if (function.isPresent()) {
            List<Expression> arguments = arguments(call);
            Optional<Expression> kernel = Kernels.find(function.get(), field(call.getType()), arguments);
            if (kernel.isPresent()) {
                return limitLength(call, kernel.get());
            }
        }
        if (call.getKind() == SqlKind.MINUS && call.getOperator() == SqlStdOperatorTable.MINUS_DATE) {
            return subtractInterval(call).orElseGet(() -> byRow(call));
        }
        return byRow(call);
    }

    /** {@code datetime - interval} is the addition of the negated interval. */
    private Optional<Expression> subtractInterval(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (operands.size() != 2
                || !operands.get(1)
                        .getType()
                        .getSqlTypeName()
                        .getFamily()
                        .name()
                        .startsWith("INTERVAL")) {
            return Optional.empty();
        }
        if (!(operands.get(1) instanceof RexLiteral literal) || literal.isNull()) {
            return Optional.empty();
        }
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        if (value == null || literal.getType().getIntervalQualifier() == null) {
            return Optional.empty();
        }
        RexNode negated = rexBuilder.makeIntervalLiteral(
                value.negate(),
                java.util.Objects.requireNonNull(literal.getType().getIntervalQualifier()));
        return Optional.of(translate(rexBuilder.makeCall(
                call.getType(), SqlStdOperatorTable.DATETIME_PLUS, List.of(operands.get(0), negated))));
    }

    private List<Expression> arguments(RexCall call) {
        List<Expression> arguments = new ArrayList<>();
        List<RexNode> operands = call.getOperands();
        if (call.getKind() == SqlKind.TRIM) {
            // Calcite has the characters before the text.
            return List.of(translate(operands.get(2)), translate(operands.get(1)));
        }
        for (int i = FunctionMap.flagOperands(call); i < operands.size(); i++) {
            RexNode operand = operands.get(i);
            boolean isValue = call.getKind() != SqlKind.CASE || i % 2 == 1 || i == operands.size() - 1;
            arguments.add(
                    translate(call.getKind() == SqlKind.CASE && isValue ? cast(operand, call.getType()) : operand));
        }
        return arguments;
    }

    private RexNode cast(RexNode node, RelDataType type) {
        return SqlTypes.samePhysical(node.getType(), type) ? node : rexBuilder.makeAbstractCast(type, node, false);
    }

    /** CAST to VARCHAR(n) keeps the first n characters. */
    private Expression limitLength(RexCall call, Expression kernel) {
        RelDataType type = call.getType();
        boolean sized = call.getKind() == SqlKind.CAST
                && type.getSqlTypeName().getFamily() == org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER
                && type.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                && !fits(call.getOperands().get(0).getType(), type.getPrecision());
        if (!sized) {
            return kernel;
        }
        Field integer = new Field(
                "",
                org.apache.arrow.vector.types.pojo.FieldType.notNullable(
                        new org.apache.arrow.vector.types.pojo.ArrowType.Int(32, true)),
                null);
        return Kernels.find(
                        ScalarFunction.SUBSTRING,
                        kernel.field(),
                        List.of(
                                kernel,
                                Expressions.literal(integer, 1),
                                Expressions.literal(integer, type.getPrecision())))
                .orElse(kernel);
    }

    /** A search in a list of constants is one look-up, unlike that in ranges. */
    private Expression translateSearch(RexNode expanded) {
        boolean isIn = expanded.isA(SqlKind.OR);
        SqlKind comparison = isIn ? SqlKind.EQUALS : SqlKind.NOT_EQUALS;
        if (!isIn && !expanded.isA(SqlKind.AND)) {
            return translate(expanded);
        }
        RexNode value = null;
        List<Expression> arguments = new ArrayList<>();
        for (RexNode operand : ((RexCall) expanded).getOperands()) {
            if (!operand.isA(comparison)
                    || !(((RexCall) operand).getOperands().get(1) instanceof RexLiteral constant)
                    || value != null
                            && !value.equals(((RexCall) operand).getOperands().get(0))) {
                return translate(expanded);
            }
            if (value == null) {
                value = ((RexCall) operand).getOperands().get(0);
                arguments.add(translate(value));
            }
            arguments.add(translate(constant));
        }
        return Kernels.find(isIn ? ScalarFunction.IN : ScalarFunction.NOT_IN, field(expanded.getType()), arguments)
                .orElseGet(() -> translate(expanded));
    }

    private static boolean fits(RelDataType source, int length) {
        return source.getSqlTypeName().getFamily() == org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER
                && source.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                && source.getPrecision() <= length;
    }

    private Expression byRow(RexCall call) {
        RexCall expanded = (RexCall) RexUtil.expandSearch(rexBuilder, null, call);
        return RowExpression.compile(expanded, rexBuilder, this::translate);
    }

    private static Field field(RelDataType type) {
        return SqlTypes.toArrow("", type);
    }
}
