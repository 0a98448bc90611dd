package org.lancesql.calcite.rel;

import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.StreamingFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.operator.ProjectOperator;

/** Computes expressions, a column at a time. */
public final class BatchProject extends Project implements BatchRel {
    public BatchProject(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType rowType) {
        super(cluster, traits, List.of(), input, projects, rowType, Set.of());
    }

    @Override
    public Project copy(RelTraitSet traits, RelNode input, List<RexNode> projects, RelDataType rowType) {
        return new BatchProject(getCluster(), traits, input, projects, rowType);
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory()
                .makeCost(rows, rows * getProjects().size(), 0)
                .multiplyBy(0.1);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        List<Expression> expressions = context.compile(getProjects());
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return new StreamingFactory(
                input, (opened, execution) -> new ProjectOperator(opened, expressions, fields, execution.context()));
    }
}
