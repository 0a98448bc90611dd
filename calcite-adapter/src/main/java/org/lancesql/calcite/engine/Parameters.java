package org.lancesql.calcite.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.kernel.Kernels;

/** Converts the values that users bind to the types of their parameters, by the rules of CAST. */
final class Parameters {
    private static final int MAX_PRECISION = 38;
    private static final int NANO_BITS = 64;

    private Parameters() {}

    static List<@Nullable Object> convert(
            List<ResultColumn> parameters, List<@Nullable Object> values, BufferAllocator allocator, ZoneId zone) {
        if (values.size() != parameters.size()) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    "The statement has " + parameters.size() + " parameters; " + values.size() + " values are bound");
        }
        List<@Nullable Object> converted = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            converted.add(value == null ? null : convert(parameters.get(i), value, allocator, zone));
        }
        return converted;
    }

    private static @Nullable Object convert(
            ResultColumn parameter, Object value, BufferAllocator allocator, ZoneId zone) {
        Object plain = value instanceof OffsetDateTime timestamp ? timestamp.toInstant() : value;
        ArrowType natural = naturalType(plain);
        if (natural == null) {
            throw mismatch(parameter, value, null);
        }
        Expression literal = Expressions.literal(Field.notNullable("", natural), normal(plain));
        Optional<Expression> cast = natural.equals(parameter.field().getType())
                ? Optional.of(literal)
                : Kernels.find(ScalarFunction.CAST, parameter.field(), List.of(literal));
        ExecutionContext context =
                new ExecutionContext(allocator, List.of(), Instant.now(), zone, CancelToken.withoutTimeout());
        try (Batch row = new Batch(List.of(), 1, Selection.all(1));
                FieldVector vector = cast.orElseThrow(() -> mismatch(parameter, value, null))
                        .evaluate(row, row.selection(), context)) {
            return Vectors.get(vector, 0);
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    e.reason(), "Parameter " + parameter.label().substring(1) + ": " + e.getMessage(), e);
        }
    }

    private static StatementException mismatch(ResultColumn parameter, Object value, @Nullable Throwable cause) {
        return new StatementException(
                Reason.TYPE_MISMATCH,
                "Parameter " + parameter.label().substring(1) + " has type " + parameter.typeName() + "; a "
                        + value.getClass().getSimpleName() + " cannot be converted to it",
                null,
                cause);
    }

    private static Object normal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.scale() < 0 ? decimal.setScale(0, RoundingMode.UNNECESSARY) : decimal;
        }
        return value instanceof Byte || value instanceof Short || value instanceof Integer
                ? (Object) ((Number) value).longValue()
                : value;
    }

    private static @Nullable ArrowType naturalType(Object value) {
        if (value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long) {
            return new ArrowType.Int(Long.SIZE, true);
        }
        if (value instanceof String) {
            return ArrowType.Utf8.INSTANCE;
        }
        if (value instanceof Boolean) {
            return ArrowType.Bool.INSTANCE;
        }
        if (value instanceof Double) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        }
        if (value instanceof Float) {
            return new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        }
        if (value instanceof BigDecimal decimal) {
            int scale = Math.max(0, decimal.scale());
            int precision = Math.max(decimal.precision() - Math.min(0, decimal.scale()), scale);
            return precision > MAX_PRECISION ? null : new ArrowType.Decimal(Math.max(1, precision), scale, 128);
        }
        if (value instanceof byte[]) {
            return ArrowType.Binary.INSTANCE;
        }
        return temporalType(value);
    }

    private static @Nullable ArrowType temporalType(Object value) {
        if (value instanceof LocalDate) {
            return new ArrowType.Date(DateUnit.DAY);
        }
        if (value instanceof LocalTime) {
            return new ArrowType.Time(TimeUnit.NANOSECOND, NANO_BITS);
        }
        if (value instanceof LocalDateTime) {
            return new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
        }
        return value instanceof Instant ? new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC") : null;
    }
}
