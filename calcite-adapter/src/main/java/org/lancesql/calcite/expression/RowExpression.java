package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.function.Function1;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutorImpl;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.InternalValues;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * A function without a kernel, computed by Calcite's generated code one row after the other.
 *
 * <p>Calcite's functions count times in milliseconds; finer digits of their arguments are cut off.
 */
final class RowExpression implements Expression {
    private static final int CHECK_INTERVAL = 1024;
    /** Characters that cost as much time as many rows do. */
    private static final int MUCH_TEXT = 1 << 16;

    private final String name;
    private final Field field;
    private final List<Expression> inputs;
    private final Function1<DataContext, @Nullable Object @Nullable []> function;
    private final boolean keepsUnits;

    private RowExpression(
            String name,
            Field field,
            List<Expression> inputs,
            Function1<DataContext, @Nullable Object @Nullable []> function,
            boolean keepsUnits) {
        this.keepsUnits = keepsUnits;
        this.name = name;
        this.field = field;
        this.inputs = inputs;
        this.function = function;
    }

    /**
     * Compiles one call; what it is applied to is compiled by {@code operands} and handed to the code as a row. Constants
     * stay in the call, because some functions need to see them.
     */
    static Expression compile(RexCall call, RexBuilder rexBuilder, Function<RexNode, Expression> operands) {
        boolean keepsUnits = keepsUnits(call);
        List<Expression> inputs = new ArrayList<>();
        List<RexNode> arguments = new ArrayList<>();
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        for (RexNode operand : call.getOperands()) {
            if (operand instanceof RexLiteral && !(keepsUnits && hasUnits(operand.getType()))) {
                arguments.add(operand);
            } else {
                arguments.add(rexBuilder.makeInputRef(operand.getType(), inputs.size()));
                rowType.add("a" + inputs.size(), operand.getType());
                inputs.add(operands.apply(operand));
            }
        }
        RexNode body = call.clone(call.getType(), arguments);
        Function1<DataContext, @Nullable Object @Nullable []> function = RexExecutorImpl.getExecutable(
                        rexBuilder, List.of(body), rowType.build())
                .getFunction();
        return new RowExpression(
                call.getOperator().getName(),
                SqlTypes.toArrow("", call.getType()),
                List.copyOf(inputs),
                function,
                keepsUnits);
    }

    /** Whether times pass through in their own unit: what only picks or collects values does not count them. */
    private static boolean keepsUnits(RexCall call) {
        String name = call.getOperator().getName();
        return name.equals("GREATEST")
                || name.equals("LEAST")
                || isNested(call.getType())
                || call.getOperands().stream().anyMatch(operand -> isNested(operand.getType()));
    }

    private static boolean isNested(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ARRAY, MULTISET, MAP, ROW -> true;
            default -> false;
        };
    }

    private static boolean hasUnits(RelDataType type) {
        return SqlTypeUtil.isDatetime(type) || SqlTypeUtil.isInterval(type);
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        List<FieldVector> arguments = new ArrayList<>();
        FieldVector result = Vectors.create(field, context.allocator(), batch.length());
        boolean done = false;
        try {
            for (Expression input : inputs) {
                arguments.add(input.evaluate(batch, rows, context));
            }
            compute(arguments, rows, context, result);
            result.setValueCount(batch.length());
            done = true;
            return result;
        } finally {
            arguments.forEach(FieldVector::close);
            if (!done) {
                result.close();
            }
        }
    }

    private void compute(List<FieldVector> arguments, Selection rows, ExecutionContext context, FieldVector result) {
        @Nullable Object[] record = new Object[arguments.size()];
        Map<String, Object> variables = new HashMap<>();
        variables.put("inputRecord", record);
        DataContext dataContext = new LanceDataContext(context, variables);
        boolean madeMuch = false;
        for (int i = 0; i < rows.size(); i++) {
            if (i % CHECK_INTERVAL == 0 || madeMuch) {
                context.cancelToken().check();
            }
            int row = rows.position(i);
            for (int k = 0; k < record.length; k++) {
                record[k] = argument(arguments.get(k), row);
            }
            @Nullable Object @Nullable [] values;
            try {
                values = function.apply(dataContext);
            } catch (RuntimeException e) {
                throw RowErrors.translate(e, name);
            }
            madeMuch = values != null && values[0] instanceof String text && text.length() > MUCH_TEXT;
            InternalValues.set(
                    result, row, values == null ? null : keepsUnits ? values[0] : fromMillis(values[0], field));
        }
    }

    private @Nullable Object argument(FieldVector vector, int row) {
        @Nullable Object value = InternalValues.get(vector, row);
        return keepsUnits ? value : millis(value, vector.getField());
    }

    private static @Nullable Object millis(@Nullable Object value, Field type) {
        long divisor = unitsPerMilli(type);
        if (value == null || divisor == 1) {
            return value;
        }
        long millis = Math.floorDiv(((Number) value).longValue(), divisor);
        return type.getType() instanceof ArrowType.Time ? (Object) (int) millis : (Object) millis;
    }

    private static @Nullable Object fromMillis(@Nullable Object value, Field type) {
        long factor = unitsPerMilli(type);
        return value == null || factor == 1 ? value : Math.multiplyExact(((Number) value).longValue(), factor);
    }

    private static long unitsPerMilli(Field field) {
        ArrowType type = field.getType();
        TimeUnit unit = type instanceof ArrowType.Timestamp timestamp
                ? timestamp.getUnit()
                : type instanceof ArrowType.Time time
                        ? time.getUnit()
                        : type instanceof ArrowType.Duration duration ? duration.getUnit() : TimeUnit.MILLISECOND;
        return switch (unit) {
            case SECOND, MILLISECOND -> 1;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1_000_000;
        };
    }
}
