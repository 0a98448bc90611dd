package org.lancesql.calcite.rel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.TableFetcher;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.FetchColumnsOperator;

/** Fetches columns of a table for the few rows that are left of a scan which did not read them. */
public final class BatchFetchColumns extends SingleRel implements BatchRel {
    private final LanceTableScan scan;
    private final int addressColumn;
    private final List<Integer> sources;

    /**
     * @param scan the scan, whose rows the input has, with their addresses
     * @param addressColumn number of the input's column of addresses
     * @param sources for each column of the result the number of the input's column, or {@code -1 - n} for column n of the
     *     table
     */
    public BatchFetchColumns(
            RelNode input, LanceTableScan scan, int addressColumn, List<Integer> sources, RelDataType rowType) {
        super(input.getCluster(), input.getTraitSet(), input);
        this.scan = requireNonNull(scan, "scan is null");
        this.addressColumn = addressColumn;
        this.sources = List.copyOf(sources);
        this.rowType = rowType;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchFetchColumns(sole(inputs), scan, addressColumn, sources, getRowType());
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        return query.getRowCount(getInput());
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory().makeCost(rows, rows * columns().size(), 0);
    }

    /** Numbers of the table's columns that are fetched. */
    private List<Integer> columns() {
        return sources.stream()
                .filter(source -> source < 0)
                .map(source -> -1 - source)
                .distinct()
                .toList();
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        List<String> names = scan.tableRowType().getFieldNames();
        return super.explainTerms(writer)
                .item("table", scan.getTable().getQualifiedName())
                .item("columns", columns().stream().map(names::get).toList());
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        List<Field> tableFields = SqlTypes.toArrow(scan.tableRowType());
        List<String> names = columns().stream().map(scan::columnName).toList();
        List<Field> fetched = columns().stream().map(tableFields::get).toList();
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<Integer> from = sources.stream()
                .map(source -> source < 0 ? -1 - columns().indexOf(-1 - source) : source)
                .toList();
        return execution -> {
            if (execution.changes(scan.lanceTable()).isPresent()) {
                throw new IllegalStateException("a plan without pending changes is run on some");
            }
            return Opening.over(
                    input.open(execution),
                    opened -> new FetchColumnsOperator(
                            opened,
                            addressColumn,
                            from,
                            fields,
                            new TableFetcher(execution.open(scan.lanceTable()), names, fetched, execution),
                            execution.context()));
        };
    }
}
