package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.calcite.rel.ComputeOnce;

/**
 * The plan of a lowered statement, in steps that only a plan can tell apart: what to do with a row is decided once, the
 * new row is made by that decision, and RETURNING looks at the new row in the place of the old one.
 */
final class ChangePlan {
    private static final String ACTION = "$action";
    private static final String ADDRESS = "$address";
    private static final String ID = "$id";

    private final ChangeLayout layout;
    private final List<RexNode> items;
    private final List<String> itemNames;
    private final Set<CorrelationId> correlations;
    private final RexBuilder rexBuilder;

    private ChangePlan(Project selection, ChangeLayout layout) {
        this.layout = layout;
        this.items = selection.getProjects();
        this.itemNames = selection.getRowType().getFieldNames();
        this.correlations = selection.getVariablesSet();
        this.rexBuilder = selection.getCluster().getRexBuilder();
    }

    /** @param converted the query of the lowered statement, as it was converted */
    static RelNode of(RelNode converted, ChangeLayout layout) {
        Project selection = (Project) converted;
        return new ChangePlan(selection, layout).build(selection.getInput());
    }

    private RelNode build(RelNode from) {
        RelNode rows = layout.readsTarget() ? target(from) : ComputeOnce.of(from);
        int width = rows.getRowType().getFieldCount();
        if (layout.hasAction()) {
            rows = ComputeOnce.of(withAction(rows, width));
        }
        boolean showsNewRow = layout.returning() > 0 && !layout.removes() && layout.readsTarget();
        if (!showsNewRow) {
            return result(rows, width, newRow(rows, width));
        }
        RelNode changed = ComputeOnce.of(replaced(rows, width));
        return result(changed, width, references(changed, layout.columns()));
    }

    private RelNode target(RelNode from) {
        RelNode rows = withFixedSource(from);
        boolean inexact = from.getRowType().getFieldList().subList(0, layout.columns()).stream()
                .anyMatch(field -> SqlTypeUtil.isApproximateNumeric(field.getType()));
        // A column that is 0 by a condition would be written as 0, which -0.0 is equal to and not the same.
        return inexact && !layout.removes() ? ComputeOnce.always(rows) : rows;
    }

    /** A source whose values change each time that they are computed is read as a table would be. */
    private static RelNode withFixedSource(RelNode from) {
        if (from instanceof LogicalFilter filter) {
            return filter.copy(filter.getTraitSet(), List.of(withFixedSource(filter.getInput())));
        }
        return from instanceof Join join
                ? join.copy(join.getTraitSet(), List.of(join.getLeft(), ComputeOnce.of(join.getRight())))
                : ComputeOnce.of(from);
    }

    private RelNode withAction(RelNode rows, int width) {
        List<RexNode> columns = references(rows, width);
        columns.add(resolve(items.get(Math.max(1, layout.returning())), rows, width));
        // The sub-queries of the action and those of the values refer to different rows from here on.
        FreshCorrelations fresh = FreshCorrelations.of(correlations, rows.getCluster());
        return project(rows, fresh.replace(columns), fresh.ids());
    }

    /** The rows with the target's columns as they will be. */
    private RelNode replaced(RelNode rows, int width) {
        List<RexNode> columns = newRow(rows, width);
        columns.addAll(references(rows, rows.getRowType().getFieldCount())
                .subList(layout.columns(), rows.getRowType().getFieldCount()));
        FreshCorrelations fresh = FreshCorrelations.of(correlations, rows.getCluster());
        return project(rows, fresh.replace(columns), fresh.ids());
    }

    private List<RexNode> newRow(RelNode rows, int width) {
        if (layout.removes()) {
            return new ArrayList<>();
        }
        List<RexNode> columns = references(rows, layout.columns());
        for (int i = 0; i < layout.assigned().size(); i++) {
            RexNode value = items.get(layout.leadingItems() + i);
            columns.set(layout.assigned().get(i), resolve(value, rows, width));
        }
        return columns;
    }

    private RelNode result(RelNode rows, int width, List<RexNode> newRow) {
        List<RexNode> columns = new ArrayList<>();
        for (RexNode item : items.subList(0, layout.returning())) {
            columns.add(resolve(item, rows, width));
        }
        List<String> names = new ArrayList<>(itemNames.subList(0, layout.returning()));
        if (layout.hasAction()) {
            columns.add(reference(rows, width));
            names.add(ACTION);
        }
        if (layout.readsTarget()) {
            columns.add(reference(rows, layout.columns()));
            names.add(ADDRESS);
        }
        if (layout.hasId()) {
            columns.add(reference(rows, layout.columns() + 1));
            names.add(ID);
        }
        columns.addAll(newRow);
        names.addAll(rows.getRowType().getFieldNames().subList(0, newRow.size()));
        return LogicalProject.create(rows, List.of(), columns, names, correlations);
    }

    private List<RexNode> references(RelNode rows, int count) {
        List<RexNode> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            references.add(reference(rows, i));
        }
        return references;
    }

    private RexNode reference(RelNode rows, int index) {
        return rexBuilder.makeInputRef(rows, index);
    }

    /** Puts references into the places of placeholders; other references get the types that their columns have now. */
    private RexNode resolve(RexNode expression, RelNode rows, int width) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef inputRef) {
                return reference(rows, inputRef.getIndex());
            }

            @Override
            public RexNode visitCall(RexCall call) {
                if (call.getOperator() instanceof Placeholder placeholder) {
                    return reference(rows, placeholder.isAction() ? width : placeholder.index());
                }
                return super.visitCall(call);
            }
        });
    }

    /** Columns of which the first are those of the rows, or stand for them. */
    private static RelNode project(RelNode rows, List<RexNode> columns, Set<CorrelationId> correlations) {
        List<String> names = new ArrayList<>(rows.getRowType().getFieldNames());
        if (names.size() < columns.size()) {
            names.add(ACTION);
        }
        return LogicalProject.create(rows, List.of(), columns, names, correlations);
    }
}
