package org.lancesql.calcite.rel;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.runtime.Bindable;
import org.apache.calcite.schema.ScannableTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.RowBatchOperator;
import org.lancesql.calcite.types.SqlTypes;

/** Reads the rows that the last step of a recursive query has added. */
public final class BatchWorkTableScan extends TableScan implements BatchRel {
    private final ScannableTable workTable;

    public BatchWorkTableScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, ScannableTable workTable) {
        super(cluster, traits, List.of(), table);
        this.workTable = workTable;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchWorkTableScan(getCluster(), traits, getTable(), workTable);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        Bindable<@Nullable Object> rows = fields.size() == 1 ? this::values : this::rows;
        return execution -> new RowBatchOperator(rows, Map.of(), fields, execution);
    }

    private Enumerable<@Nullable Object> rows(DataContext dataContext) {
        return workTable.scan(dataContext).select(row -> row);
    }

    private Enumerable<@Nullable Object> values(DataContext dataContext) {
        return workTable.scan(dataContext).select(row -> row[0]);
    }
}
