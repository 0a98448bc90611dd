package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.ValuesOperator;

/** Reads a table that the engine computes; its rows are made when the statement is executed. */
public final class SystemTableScan extends TableScan implements BatchRel {
    private final SystemTable systemTable;

    private SystemTableScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, SystemTable systemTable) {
        super(cluster, traits, List.of(), table);
        this.systemTable = systemTable;
    }

    public static SystemTableScan create(RelOptCluster cluster, RelOptTable table, SystemTable systemTable) {
        return new SystemTableScan(cluster, cluster.traitSetOf(BatchConvention.INSTANCE), table, systemTable);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SystemTableScan(getCluster(), traits, table, systemTable);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return execution -> new ValuesOperator(fields, systemTable.rows(), execution.context());
    }
}
