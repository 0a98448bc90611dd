package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchProject;
import org.lancesql.calcite.rel.BatchSort;
import org.lancesql.calcite.rel.BatchWindow;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.sort.SortKey;
import org.lancesql.execution.window.WindowCall;
import org.lancesql.execution.window.WindowFunction;

/**
 * The batch form of windows: for each group of functions with one window a sort, a projection that adds what the functions
 * and bounds need besides columns, and the window operator.
 */
final class WindowConversion {
    private final Window window;
    private final RelTraitSet batch;
    private final RexBuilder rexBuilder;
    private final int inputColumns;

    private RelNode node;
    /** The columns of the projection below the next window operator. */
    private List<RexNode> columns = new ArrayList<>();

    private WindowConversion(Window window, RelNode input, RelTraitSet batch) {
        this.window = window;
        this.batch = batch;
        this.rexBuilder = window.getCluster().getRexBuilder();
        this.inputColumns = input.getRowType().getFieldCount();
        this.node = input;
    }

    /** The batch form, or null when a function or a bound has none. */
    static @Nullable RelNode convert(Window window, RelNode input, RelTraitSet batch) {
        WindowConversion conversion = new WindowConversion(window, input, batch);
        for (Window.Group group : window.groups) {
            if (!conversion.add(group)) {
                return null;
            }
        }
        return conversion.node;
    }

    private boolean add(Window.Group group) {
        sort(group);
        int kept = node.getRowType().getFieldCount();
        columns = new ArrayList<>(rexBuilder.identityProjects(node.getRowType()));
        WindowBounds bounds = new WindowBounds(group, this::constant, this::column, node);
        List<WindowCall> calls = new ArrayList<>();
        List<RelDataTypeField> results = window.getRowType().getFieldList().subList(kept, kept + group.aggCalls.size());
        for (int i = 0; i < results.size(); i++) {
            WindowCall call = call(group.aggCalls.get(i), results.get(i));
            if (call == null) {
                return false;
            }
            calls.add(call);
        }
        if (!bounds.isSupported()) {
            return false;
        }
        BatchWindow.Definition definition = new BatchWindow.Definition(
                kept,
                group.keys.toList().stream()
                        .map(key -> new SortKey(key, false, false))
                        .toList(),
                group.orderKeys.getFieldCollations().stream()
                        .map(BatchSort::key)
                        .toList(),
                bounds.frame(),
                calls,
                group.toString());
        node = new BatchWindow(window.getCluster(), batch, projected(), definition, rowType(kept, results));
        return true;
    }

    private void sort(Window.Group group) {
        List<RelFieldCollation> order = Stream.concat(
                        group.keys.toList().stream().map(RelFieldCollation::new),
                        group.orderKeys.getFieldCollations().stream()
                                .filter(key -> !group.keys.get(key.getFieldIndex())))
                .toList();
        if (!order.isEmpty()) {
            RelCollation collation = RelCollations.of(order);
            node = new BatchSort(window.getCluster(), batch.replace(collation), node, collation, null, null);
        }
    }

    /** The sorted rows with the columns that were added. */
    private RelNode projected() {
        if (columns.size() == node.getRowType().getFieldCount()) {
            return node;
        }
        RelDataTypeFactory.Builder rowType = rexBuilder.getTypeFactory().builder();
        for (int i = 0; i < columns.size(); i++) {
            rowType.add("c" + i, columns.get(i).getType());
        }
        return new BatchProject(window.getCluster(), batch, node, columns, rowType.build());
    }

    private RelDataType rowType(int kept, List<RelDataTypeField> results) {
        List<RelDataTypeField> fields =
                new ArrayList<>(window.getRowType().getFieldList().subList(0, kept));
        fields.addAll(results);
        return rexBuilder.getTypeFactory().createStructType(fields);
    }

    /** The value of an operand: a column, or a constant of the window. */
    private RexNode constant(RexNode operand) {
        return operand instanceof RexInputRef reference && reference.getIndex() >= inputColumns
                ? window.constants.get(reference.getIndex() - inputColumns)
                : operand;
    }

    /** The column that holds the value of an expression over the sorted rows. */
    private int column(RexNode expression) {
        if (expression instanceof RexInputRef reference) {
            return reference.getIndex();
        }
        columns.add(expression);
        return columns.size() - 1;
    }

    private @Nullable WindowCall call(Window.RexWinAggCall call, RelDataTypeField resultField) {
        WindowFunction function = WindowFunctions.find(call);
        if (function == null) {
            return null;
        }
        Field result = SqlTypes.toArrow(resultField.getName(), resultField.getType());
        List<Integer> arguments = new ArrayList<>();
        for (int i = 0; i < call.getOperands().size(); i++) {
            RexNode operand = constant(call.getOperands().get(i));
            arguments.add(column(
                    WindowFunctions.isCounter(function, i)
                            ? cast(operand, bigint())
                            : WindowFunctions.keepsType(function) ? cast(operand, resultField.getType()) : operand));
        }
        if (!WindowFunctions.supports(function, result.getType())) {
            return null;
        }
        return new WindowCall(function, arguments, call.ignoreNulls, result);
    }

    private RelDataType bigint() {
        return rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
    }

    private RexNode cast(RexNode node, RelDataType type) {
        if (sameArrowType(node.getType(), type)) {
            return node;
        }
        RelDataType nullable = rexBuilder.getTypeFactory().createTypeWithNullability(type, true);
        return rexBuilder.makeAbstractCast(nullable, node, false);
    }

    private static boolean sameArrowType(RelDataType left, RelDataType right) {
        ArrowType leftType = SqlTypes.toArrow("", left).getType();
        return Objects.equals(leftType, SqlTypes.toArrow("", right).getType());
    }
}
