package org.lancesql.calcite.rel;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.ordered.OrderedAggregateOperator;
import org.lancesql.execution.ordered.OrderedCall;
import org.lancesql.execution.ordered.RowAggregate;
import org.lancesql.execution.ordered.RowAggregates;

/** One row with the list of all rows of its input: the value of {@code ARRAY(query)}. */
public final class BatchCollect extends SingleRel implements BatchRel {
    private final Collect collect;

    private BatchCollect(Collect collect, RelTraitSet traits, RelNode input) {
        super(collect.getCluster(), traits, input);
        this.collect = collect;
        this.rowType = collect.getRowType();
    }

    /** The batch form, or empty for a map of the rows. */
    public static Optional<BatchCollect> of(Collect collect, RelTraitSet traits, RelNode input) {
        return result(collect).getType() instanceof ArrowType.List
                ? Optional.of(new BatchCollect(collect, traits, input))
                : Optional.empty();
    }

    private static Field result(Collect collect) {
        return SqlTypes.toArrow(collect.getRowType()).get(0);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchCollect(collect, traits, sole(inputs));
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return 1;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("field", collect.getFieldName());
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        Field result = result(collect);
        List<Field> columns = SqlTypes.toArrow(getInput().getRowType());
        Field item = result.getChildren().get(0);
        boolean wholeRows = item.getType() instanceof ArrowType.Struct
                && (columns.size() > 1 || !(columns.get(0).getType() instanceof ArrowType.Struct));
        List<String> names = item.getChildren().stream().map(Field::getName).toList();
        Supplier<RowAggregate> function = wholeRows ? () -> RowAggregates.rows(names) : RowAggregates::allValues;
        OrderedCall call = new OrderedCall(
                function,
                IntStream.range(0, columns.size()).boxed().toList(),
                OrderedCall.NONE,
                false,
                List.of(),
                result);
        return execution -> Opening.over(
                input.open(execution),
                opened -> new OrderedAggregateOperator(
                        opened, new int[0], List.of(), List.of(call), execution.context()));
    }
}
