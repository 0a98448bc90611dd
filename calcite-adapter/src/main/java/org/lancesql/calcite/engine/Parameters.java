package org.lancesql.calcite.engine;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.expression.NestedCast;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Converts the values that users bind to the types of their parameters, by the rules of CAST. */
final class Parameters {
    private static final ArrowType REAL = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

    private final ExecutionContext context;

    private Parameters(ExecutionContext context) {
        this.context = context;
    }

    static List<@Nullable Object> convert(
            List<ResultColumn> parameters, List<@Nullable Object> values, BufferAllocator allocator, ZoneId zone) {
        checkCount(parameters, values);
        ExecutionContext context =
                new ExecutionContext(allocator, List.of(), Instant.now(), zone, CancelToken.withoutTimeout());
        List<@Nullable Object> converted = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            converted.add(convert(parameters.get(i), values.get(i), context));
        }
        return converted;
    }

    static void checkCount(List<ResultColumn> parameters, List<@Nullable Object> values) {
        if (values.size() != parameters.size()) {
            throw StatementException.wrongParameters(parameters.size(), values.size());
        }
    }

    /** Converts one value to the type of its parameter. */
    static @Nullable Object convert(ResultColumn parameter, @Nullable Object value, ExecutionContext context) {
        return value == null ? null : new Parameters(context).convert(parameter, value);
    }

    private @Nullable Object convert(ResultColumn parameter, Object value) {
        try {
            return convert(parameter.field(), value);
        } catch (NoConversionException e) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Parameter " + parameter.label().substring(1) + " has type " + parameter.typeName() + "; "
                            + e.getMessage(),
                    null,
                    e);
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    e.reason(), "Parameter " + parameter.label().substring(1) + ": " + e.getMessage(), e);
        }
    }

    /** A value that is of another kind than its parameter. */
    private static final class NoConversionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoConversionException(String message) {
            super(message);
        }
    }

    private @Nullable Object convert(Field target, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        ArrowType type = target.getType();
        if (type instanceof ArrowType.List && value instanceof List<?> list) {
            return convertList(target.getChildren().get(0), list);
        } else if (type instanceof ArrowType.Map && value instanceof Map<?, ?> map) {
            return convertMap(target.getChildren().get(0).getChildren(), map);
        } else if (type instanceof ArrowType.Struct && value instanceof List<?> list) {
            return convertStruct(target.getChildren(), list);
        } else if (type instanceof ArrowType.Struct && value instanceof Map<?, ?> map) {
            return convertStruct(target.getChildren(), fieldsOf(target.getChildren(), map));
        }
        return convertScalar(target, value);
    }

    private List<@Nullable Object> convertList(Field element, List<?> values) {
        List<@Nullable Object> converted = new ArrayList<>();
        for (Object value : values) {
            // Vectors are long, and most are bound in the class that they are kept in.
            converted.add(value instanceof Float && element.getType().equals(REAL) ? value : convert(element, value));
        }
        return converted;
    }

    private Map<Object, @Nullable Object> convertMap(List<Field> entry, Map<?, ?> values) {
        Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> value : values.entrySet()) {
            Object key = convert(entry.get(0), value.getKey());
            if (key == null) {
                throw new EvaluationException(EvaluationException.Reason.NULL_NOT_ALLOWED, "A key of a MAP is NULL");
            }
            converted.put(key, convert(entry.get(1), value.getValue()));
        }
        return converted;
    }

    private Map<Object, @Nullable Object> convertStruct(List<Field> fields, List<?> values) {
        if (values.size() != fields.size()) {
            throw new NoConversionException(
                    "it has " + fields.size() + " fields, and a value of " + values.size() + " is bound");
        }
        Map<Object, @Nullable Object> converted = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            converted.put(fields.get(i).getName(), convert(fields.get(i), values.get(i)));
        }
        return converted;
    }

    private static List<@Nullable Object> fieldsOf(List<Field> fields, Map<?, ?> values) {
        for (Object name : values.keySet()) {
            if (fields.stream().noneMatch(field -> field.getName().equals(name))) {
                throw new NoConversionException("it has no field " + name);
            }
        }
        List<@Nullable Object> ordered = new ArrayList<>();
        fields.forEach(field -> ordered.add(values.get(field.getName())));
        return ordered;
    }

    private @Nullable Object convertScalar(Field target, Object value) {
        ParameterValue natural = ParameterValue.of(value, target);
        if (natural == null) {
            throw noConversion(value);
        }
        Field field = new Field("", FieldType.notNullable(natural.type()), null);
        Expression cast = NestedCast.find(target, Expressions.literal(field, natural.value()))
                .orElseThrow(() -> noConversion(value));
        try (Batch row = new Batch(List.of(), 1, Selection.all(1));
                FieldVector vector = cast.evaluate(row, row.selection(), context)) {
            return Vectors.get(vector, 0);
        }
    }

    private static NoConversionException noConversion(Object value) {
        return new NoConversionException("a " + value.getClass().getSimpleName() + " cannot be converted to it");
    }
}
