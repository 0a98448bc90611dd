package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.ScanOperator;
import org.lancesql.calcite.runtime.StatementExecution;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ColumnReference;
import org.lancesql.execution.Expression;
import org.lancesql.execution.operator.FilterOperator;
import org.lancesql.execution.operator.ProjectOperator;
import org.lancesql.execution.operator.UnionAllOperator;
import org.lancesql.mutation.TableChanges;
import org.lancesql.storage.ScanRequest;

/**
 * A scan of a table that the transaction has changed: the rows of its version without the removed ones, then the added
 * rows. A condition that storage takes over for the former is computed for the latter.
 */
final class MergedScan {
    private final LanceTableScan scan;
    private final List<Field> fields;
    private final List<String> addedColumns;
    private final List<Field> addedFields;
    private final @Nullable Expression condition;

    MergedScan(LanceTableScan scan, CompileContext context) {
        this.scan = scan;
        this.fields = SqlTypes.toArrow(scan.getRowType());
        List<Integer> read = columns(scan.spec());
        this.addedColumns = read.stream().map(scan::columnName).toList();
        List<Field> all = SqlTypes.toArrow(scan.tableRowType());
        this.addedFields = read.stream().map(all::get).toList();
        RexNode filter = scan.spec().filter();
        this.condition = filter == null ? null : context.compile(over(read, filter, scan));
    }

    /** The columns that the scan returns, and behind them those that only its condition reads. */
    private static List<Integer> columns(ScanSpec spec) {
        Set<Integer> columns = new LinkedHashSet<>(spec.columns());
        if (spec.filter() != null) {
            columns.addAll(RelOptUtil.InputFinder.bits(spec.filter()).asList());
        }
        return new ArrayList<>(columns);
    }

    private static RexNode over(List<Integer> read, RexNode filter, LanceTableScan scan) {
        List<RelDataTypeField> table = scan.tableRowType().getFieldList();
        return filter.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(
                        read.indexOf(reference.getIndex()),
                        table.get(reference.getIndex()).getType());
            }
        });
    }

    /** @param request what to read of the version; without limit and order */
    BatchOperator open(ScanRequest request, TableChanges changes, StatementExecution execution) {
        if (scan.spec().isLimited()) {
            throw new IllegalStateException("a plan without pending changes is run on some");
        }
        Supplier<BatchOperator> base =
                () -> ScanOperator.of(execution.open(scan.lanceTable()), request, changes.removed(), fields, execution);
        return new UnionAllOperator(fields, List.of(base, () -> added(changes, execution)), execution.context());
    }

    private BatchOperator added(TableChanges changes, StatementExecution execution) {
        BatchOperator rows = ScanOperator.added(changes, addedColumns, addedFields, execution);
        if (condition != null) {
            rows = Opening.over(rows, input -> new FilterOperator(input, condition, execution.context()));
        }
        return addedColumns.size() == fields.size() ? rows : Opening.over(rows, input -> narrowed(input, execution));
    }

    private BatchOperator narrowed(BatchOperator input, StatementExecution execution) {
        List<Expression> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(new ColumnReference(columns.size(), field));
        }
        return new ProjectOperator(input, columns, fields, execution.context());
    }
}
