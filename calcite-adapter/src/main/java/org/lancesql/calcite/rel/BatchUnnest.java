package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.StreamingFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.UnnestOperator;

/** The rows of the input, each once for each item of a list of its own; see {@link Unnest}. */
public final class BatchUnnest extends SingleRel implements BatchRel {
    private final Unnest unnest;

    public BatchUnnest(Unnest unnest, RelTraitSet traits, RelNode input) {
        super(unnest.getCluster(), traits, input);
        this.unnest = unnest;
        this.rowType = unnest.getRowType();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchUnnest(unnest, traits, sole(inputs));
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return Unnest.ITEMS * query.getRowCount(getInput());
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("column", unnest.column())
                .itemIf("keepsEmpty", true, unnest.keepsEmpty())
                .itemIf("positions", true, unnest.withPositions());
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<Field> items = fields.subList(getInput().getRowType().getFieldCount(), fields.size());
        return new StreamingFactory(
                input,
                (opened, execution) -> new UnnestOperator(
                        opened,
                        unnest.column(),
                        unnest.keepsEmpty(),
                        unnest.withPositions(),
                        items,
                        execution.context()));
    }
}
