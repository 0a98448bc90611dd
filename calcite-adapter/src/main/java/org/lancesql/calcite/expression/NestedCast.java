package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.kernel.Kernels;

/** CAST of lists, maps and structs: their elements are cast, all of a batch at once, by the rules of scalar casts. */
public final class NestedCast implements Expression {
    private final Field field;
    private final Expression argument;
    private final List<Expression> children;

    /** @param children casts of the argument's child vectors, each of which they find in column 0 */
    private NestedCast(Field field, Expression argument, List<Expression> children) {
        this.field = field;
        this.argument = argument;
        this.children = children;
    }

    /** The cast of a value to a canonical type; empty when there is none. */
    public static Optional<Expression> find(Field target, Expression argument) {
        Field source = argument.field();
        ArrowType from = source.getType();
        ArrowType to = target.getType();
        if (isNested(to) && from.getTypeID() == ArrowType.ArrowTypeID.Null) {
            return Optional.of(Expressions.literal(target, null));
        } else if (to instanceof ArrowType.List && from instanceof ArrowType.Utf8) {
            return find(target, TextList.of(argument));
        } else if (!isNested(to) && !isNested(from)) {
            return from.equals(to)
                    ? Optional.of(argument)
                    : IntervalMath.rescale(target, argument)
                            .or(() -> Kernels.find(ScalarFunction.CAST, target, List.of(argument)));
        } else if (from.getTypeID() != to.getTypeID()
                || source.getChildren().size() != target.getChildren().size()) {
            return Optional.empty();
        }
        List<Expression> children = new ArrayList<>();
        for (int i = 0; i < target.getChildren().size(); i++) {
            Expression child = Expressions.column(0, source.getChildren().get(i));
            Optional<Expression> cast = find(target.getChildren().get(i), child);
            if (cast.isEmpty()) {
                return Optional.empty();
            }
            children.add(cast.get());
        }
        return Optional.of(new NestedCast(target, argument, List.copyOf(children)));
    }

    static boolean isNested(ArrowType type) {
        return type instanceof ArrowType.List || type instanceof ArrowType.Map || type instanceof ArrowType.Struct;
    }

    @Override
    public Field field() {
        return field;
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        try (FieldVector source = argument.evaluate(batch, rows, context);
                OwnedVectors results = new OwnedVectors()) {
            FieldVector result = results.add(field.createVector(context.allocator()));
            Selection valid = notNull(source, rows);
            if (source instanceof ListVector list) {
                castElements(list, valid, (ListVector) result, context);
            } else {
                castFields((StructVector) source, valid, (StructVector) result, context);
            }
            results.release();
            return result;
        }
    }

    private static Selection notNull(FieldVector vector, Selection rows) {
        int[] positions = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (!vector.isNull(rows.position(i))) {
                positions[count++] = rows.position(i);
            }
        }
        return Selection.of(positions, count);
    }

    private void castElements(ListVector source, Selection rows, ListVector result, ExecutionContext context) {
        int length = source.getValueCount();
        if (length > 0) {
            ArrowFieldNode node = new ArrowFieldNode(length, source.getNullCount());
            result.loadFieldBuffers(node, List.of(source.getValidityBuffer(), source.getOffsetBuffer()));
        }
        moveInto(children.get(0), source.getDataVector(), elements(source, rows), result.getDataVector(), context);
    }

    private static Selection elements(ListVector list, Selection rows) {
        IntStream.Builder positions = IntStream.builder();
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            for (int k = list.getElementStartIndex(row); k < list.getElementEndIndex(row); k++) {
                positions.add(k);
            }
        }
        int[] ascending = positions.build().toArray();
        return Selection.of(ascending, ascending.length);
    }

    private void castFields(StructVector source, Selection rows, StructVector result, ExecutionContext context) {
        int length = source.getValueCount();
        ArrowFieldNode node = new ArrowFieldNode(length, source.getNullCount());
        result.loadFieldBuffers(node, List.of(source.getValidityBuffer()));
        for (int i = 0; i < children.size(); i++) {
            moveInto(
                    children.get(i),
                    (FieldVector) source.getChildByOrdinal(i),
                    rows,
                    (FieldVector) result.getChildByOrdinal(i),
                    context);
        }
    }

    private static void moveInto(
            Expression cast, FieldVector from, Selection rows, FieldVector to, ExecutionContext context) {
        try (Batch batch = new Batch(List.of(Vectors.share(from)), from.getValueCount(), rows);
                FieldVector converted = cast.evaluate(batch, rows, context)) {
            converted.makeTransferPair(to).transfer();
        }
    }
}
