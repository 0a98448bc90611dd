package org.lancesql.calcite.rel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.adapter.enumerable.EnumerableRelImplementor;
import org.apache.calcite.adapter.enumerable.JavaRowFormat;
import org.apache.calcite.adapter.enumerable.PhysType;
import org.apache.calcite.adapter.enumerable.PhysTypeImpl;
import org.apache.calcite.linq4j.tree.BlockBuilder;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.linq4j.tree.Expressions;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.RexCompiler.CorrelateField;
import org.lancesql.calcite.runtime.RowSource;
import org.lancesql.calcite.types.SqlTypes;

/** The bridge from the batch convention to Calcite's row operators. */
public final class BatchToEnumerable extends ConverterImpl implements EnumerableRel {
    /** Where the implementor's parameters hold the {@link CompileContext}. */
    static final String CONTEXT_KEY = "lancesql.compileContext";

    private static final double COST_PER_VALUE = 2;

    public BatchToEnumerable(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, ConventionTraitDef.INSTANCE, traits, input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchToEnumerable(getCluster(), traits, sole(inputs));
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory().makeCost(rows, rows * (1 + getRowType().getFieldCount()) * COST_PER_VALUE, 0);
    }

    /** Calcite takes a row of one ROW for an array, where we have a list. */
    private boolean isLoneRow() {
        List<RelDataTypeField> fields = getRowType().getFieldList();
        return fields.size() == 1 && fields.get(0).getType().getSqlTypeName() == SqlTypeName.ROW;
    }

    @Override
    public Result implement(EnumerableRelImplementor implementor, Prefer preference) {
        CompileContext context = (CompileContext) Objects.requireNonNull(implementor.map.get(CONTEXT_KEY));
        Map<CorrelateField, RelDataType> used = CorrelatedColumns.usedBy(getInput());
        Set<CorrelateField> passed = new LinkedHashSet<>(used.keySet());
        passed.removeAll(context.correlates().keySet());
        CompileContext inner = context.withCorrelates(passed);

        List<Field> correlatedFields = new ArrayList<>();
        List<Expression> correlatedValues = new ArrayList<>();
        BlockBuilder builder = new BlockBuilder();
        Map<CorrelateField, Integer> slots = new LinkedHashMap<>(inner.correlates());
        for (CorrelateField field : slots.keySet()) {
            if (passed.contains(field)) {
                correlatedFields.add(SqlTypes.toArrow("", Objects.requireNonNull(used.get(field))));
                correlatedValues.add(Expressions.box(
                        implementor.getCorrelVariableGetter(field.variable()).field(builder, field.index(), null)));
            }
        }
        PhysType physType = PhysTypeImpl.of(
                implementor.getTypeFactory(), getRowType(), preference.prefer(JavaRowFormat.ARRAY), !isLoneRow());
        RowSource source = new RowSource(
                inner.operators((BatchRel) getInput()),
                getRowType().getFieldCount(),
                physType.getFormat() == JavaRowFormat.SCALAR,
                correlatedFields,
                context.correlates().size());
        builder.add(Expressions.return_(
                null,
                Expressions.call(
                        implementor.stash(source, RowSource.class),
                        "rows",
                        ImmutableList.of(
                                implementor.getRootExpression(),
                                Expressions.newArrayInit(Object.class, correlatedValues)))));
        return implementor.result(physType, builder.toBlock());
    }
}
