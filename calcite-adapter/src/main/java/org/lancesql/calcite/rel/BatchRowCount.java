package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.ValuesOperator;
import org.lancesql.storage.TableHandle;

/** The number of rows of a table, from its manifest and what is pending: one row, the number in each column. */
public final class BatchRowCount extends AbstractRelNode implements BatchRel {
    private final RelOptTable table;
    private final LanceTable lanceTable;

    /** @param rowType columns of type BIGINT */
    public BatchRowCount(RelOptCluster cluster, RelOptTable table, LanceTable lanceTable, RelDataType rowType) {
        super(cluster, cluster.traitSetOf(BatchConvention.INSTANCE));
        this.table = table;
        this.lanceTable = lanceTable;
        this.rowType = rowType;
    }

    public LanceTable lanceTable() {
        return lanceTable;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchRowCount(getCluster(), table, lanceTable, getRowType());
    }

    @Override
    public RelOptTable getTable() {
        return table;
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("table", table.getQualifiedName())
                .item("version", lanceTable.plannedOn().version())
                .itemIf(
                        "pending",
                        lanceTable.pending().orElse(null),
                        lanceTable.pending().isPresent())
                .item("columns", getRowType().getFieldNames());
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return 1;
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        return planner.getCostFactory().makeTinyCost();
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return execution -> {
            try (TableHandle handle = execution.open(lanceTable)) {
                long pending = execution
                        .changes(lanceTable)
                        .map(changes -> changes.addedRows() - changes.removed().size())
                        .orElse(0L);
                List<@Nullable Object> row =
                        new ArrayList<>(Collections.nCopies(fields.size(), handle.rowCount() + pending));
                return new ValuesOperator(fields, List.of(row), execution.context());
            }
        };
    }
}
