package org.lancesql.calcite.rel;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.ValuesOperator;

/** Reads a table that the engine computes; its rows are made when the statement is executed. */
public final class SystemTableScan extends TableScan implements BatchRel {
    private final SystemTable systemTable;
    private final ImmutableSortedMap<String, String> equalTo;

    private SystemTableScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelOptTable table,
            SystemTable systemTable,
            Map<String, String> equalTo) {
        super(cluster, traits, List.of(), table);
        this.systemTable = systemTable;
        this.equalTo = ImmutableSortedMap.copyOf(equalTo);
    }

    public static SystemTableScan create(RelOptCluster cluster, RelOptTable table, SystemTable systemTable) {
        return new SystemTableScan(cluster, cluster.traitSetOf(BatchConvention.INSTANCE), table, systemTable, Map.of());
    }

    /** What columns are known to be equal to in the rows that are wanted. */
    public Map<String, String> equalTo() {
        return equalTo;
    }

    /** A scan that may leave out the rows where columns are not equal to these texts. */
    public SystemTableScan where(Map<String, String> texts) {
        return new SystemTableScan(getCluster(), traitSet, table, systemTable, texts);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SystemTableScan(getCluster(), traits, table, systemTable, equalTo);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).itemIf("only", equalTo, !equalTo.isEmpty());
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return execution -> new ValuesOperator(fields, systemTable.rows().where(equalTo), execution.context());
    }
}
