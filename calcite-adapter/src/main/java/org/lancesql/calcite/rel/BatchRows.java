package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.operator.ComputedRowsOperator;

/**
 * Rows that are each computed from constants and parameters. A union of as many projections says the same, but the time
 * to plan one grows with the square of its inputs.
 */
public final class BatchRows extends AbstractRelNode implements BatchRel {
    private final List<List<RexNode>> rows;

    private BatchRows(RelOptCluster cluster, RelTraitSet traits, RelDataType rowType, List<List<RexNode>> rows) {
        super(cluster, traits);
        this.rowType = rowType;
        this.rows = rows;
    }

    /** @param rows expressions of the types of {@code rowType} that refer to no columns */
    public static BatchRows create(RelOptCluster cluster, RelDataType rowType, List<List<RexNode>> rows) {
        return new BatchRows(cluster, cluster.traitSetOf(BatchConvention.INSTANCE), rowType, List.copyOf(rows));
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchRows(getCluster(), traits, rowType, rows);
    }

    @Override
    public RelNode accept(RexShuttle shuttle) {
        List<List<RexNode>> changed = new ArrayList<>();
        boolean same = true;
        for (List<RexNode> row : rows) {
            List<RexNode> visited = shuttle.apply(row);
            same &= visited == row;
            changed.add(visited);
        }
        return same ? this : new BatchRows(getCluster(), traitSet, rowType, List.copyOf(changed));
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return rows.size();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("rows", rows.size());
    }

    /** Rows are the same only where they were made together: comparing thousands at each step would take long. */
    @Override
    public boolean deepEquals(@Nullable Object other) {
        return other instanceof BatchRows that && rows == that.rows && traitSet.equals(that.traitSet);
    }

    @Override
    public int deepHashCode() {
        return System.identityHashCode(rows);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(rowType);
        List<List<Expression>> expressions = rows.stream().map(context::compile).toList();
        return execution -> new ComputedRowsOperator(fields, expressions, execution.context());
    }
}
