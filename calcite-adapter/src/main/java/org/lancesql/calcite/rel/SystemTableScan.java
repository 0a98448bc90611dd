package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.SystemRows;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.RowsOperator;

/** Reads a table that the engine computes; its rows are made when the statement is executed. */
public final class SystemTableScan extends TableScan implements BatchRel {
    private final SystemTable systemTable;
    private final SystemRows wanted;

    private SystemTableScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelOptTable table,
            SystemTable systemTable,
            SystemRows wanted) {
        super(cluster, traits, List.of(), table);
        this.systemTable = systemTable;
        this.wanted = wanted;
    }

    public static SystemTableScan create(RelOptCluster cluster, RelOptTable table, SystemTable systemTable) {
        return new SystemTableScan(cluster, cluster.traitSetOf(BatchConvention.INSTANCE), table, systemTable, SystemRows.ALL);
    }

    /** Rows that are known to be wanted; the others may be left out. */
    public SystemRows wanted() {
        return wanted;
    }

    /** A scan that may leave out other rows. */
    public SystemTableScan where(SystemRows rows) {
        return new SystemTableScan(getCluster(), traitSet, table, systemTable, rows);
    }

    /** Whether the rows come in an order already, of which each column may be the last that matters. */
    public boolean isOrderedBy(RelCollation collation) {
        RelFieldCollation first = collation.getFieldCollations().get(0);
        String column = getRowType().getFieldNames().get(first.getFieldIndex());
        return first.direction.isDescending()
                && systemTable.order().falling(wanted).filter(column::equals).isPresent();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SystemTableScan(getCluster(), traits, table, systemTable, wanted);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).itemIf("only", wanted, !wanted.isAll());
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return execution -> new RowsOperator(fields, systemTable.rows().where(wanted), execution.context());
    }
}
