package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.StatementExecution;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ColumnReference;
import org.lancesql.execution.Expression;
import org.lancesql.execution.WorkerPool;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.operator.FilterOperator;
import org.lancesql.execution.operator.LimitOperator;
import org.lancesql.execution.operator.ProjectOperator;
import org.lancesql.execution.operator.SortOperator;
import org.lancesql.execution.sort.SortKey;

/**
 * What a scan has absorbed, computed by operators over whole columns: for rows that storage has in memory, or does not know
 * yet.
 */
final class WholeScan {
    private final List<Field> fields;
    private final List<String> columns;
    private final List<Field> columnFields;
    private final @Nullable Expression condition;
    private final List<SortKey> order;
    private final long offset;
    private final OptionalLong fetch;

    WholeScan(LanceTableScan scan, CompileContext context) {
        ScanSpec spec = scan.spec();
        List<Integer> read = columns(spec);
        this.fields = SqlTypes.toArrow(scan.getRowType());
        this.columns = read.stream().map(scan::columnName).toList();
        this.columnFields = SqlTypes.toArrow(scan.rowType(read));
        RexNode filter = spec.filter();
        this.condition = filter == null ? null : context.compile(over(read, filter, scan));
        this.order = spec.order().stream()
                .map(key -> BatchSort.key(key.withFieldIndex(read.indexOf(key.getFieldIndex()))))
                .toList();
        this.offset = spec.offset();
        this.fetch = spec.fetch() == null ? OptionalLong.empty() : OptionalLong.of(spec.fetch());
    }

    /** The columns that the scan returns, and behind them those that only its condition and order read. */
    private static List<Integer> columns(ScanSpec spec) {
        Set<Integer> columns = new LinkedHashSet<>(spec.columns());
        if (spec.filter() != null) {
            columns.addAll(RelOptUtil.InputFinder.bits(spec.filter()).asList());
        }
        spec.order().stream().map(RelFieldCollation::getFieldIndex).forEach(columns::add);
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

    /** What storage calls the columns to be read. */
    List<String> columns() {
        return columns;
    }

    /** Canonical fields of the columns to be read. */
    List<Field> columnFields() {
        return columnFields;
    }

    /** Whether rows are cut off. */
    boolean isLimited() {
        return fetch.isPresent() || offset > 0;
    }

    /** The rows of the scan out of all rows. Takes ownership of {@code rows}. */
    BatchOperator over(BatchOperator rows, StatementExecution execution) {
        BatchOperator kept = filtered(rows, execution);
        if (!order.isEmpty()) {
            kept = Opening.over(kept, input -> new SortOperator(input, order, offset, fetch, execution.context()));
        } else if (isLimited()) {
            kept = Opening.over(kept, input -> new LimitOperator(input, offset, fetch, execution.context()));
        }
        return narrowed(kept, execution);
    }

    /**
     * The same for a reader to which the order does not matter.
     *
     * @param hasMany whether the rows come in several batches
     */
    Lanes lanes(BatchOperator rows, boolean hasMany, StatementExecution execution) {
        WorkerPool workers = execution.context().workers();
        if (isLimited()) {
            return Lanes.over(over(rows, execution), workers);
        }
        Lanes lanes = hasMany ? Lanes.overMany(rows, workers) : Lanes.over(rows, workers);
        return lanes.map(lane -> over(lane, execution));
    }

    private BatchOperator filtered(BatchOperator rows, StatementExecution execution) {
        Expression filter = condition;
        return filter == null
                ? rows
                : Opening.over(rows, input -> new FilterOperator(input, filter, execution.context()));
    }

    private BatchOperator narrowed(BatchOperator rows, StatementExecution execution) {
        if (columns.size() == fields.size()) {
            return rows;
        }
        List<Expression> kept = new ArrayList<>();
        for (Field field : fields) {
            kept.add(new ColumnReference(kept.size(), field));
        }
        return Opening.over(rows, input -> new ProjectOperator(input, kept, fields, execution.context()));
    }
}
