package org.lancesql.calcite.rules;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.SystemTableScan;
import org.lancesql.calcite.schema.SystemRows;
import org.lancesql.calcite.schema.SystemRows.Range;

/** What a filter tells the system table below it: what columns have to be equal to, and between which numbers they are. */
final class SystemScanFilters {
    private static final BigDecimal LOWEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final List<RelDataTypeField> columns;
    private SystemRows rows;

    private SystemScanFilters(SystemTableScan scan) {
        this.columns = scan.getRowType().getFieldList();
        this.rows = scan.wanted();
    }

    /** The filter over a scan that knows of it, or null when there is nothing new to know. */
    static @Nullable RelNode narrow(Filter filter, SystemTableScan scan) {
        SystemScanFilters filters = new SystemScanFilters(scan);
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        RexNode condition = RexUtil.expandSearch(rexBuilder, null, filter.getCondition());
        RelOptUtil.conjunctions(condition).forEach(filters::add);
        return filters.rows.equals(scan.wanted())
                ? null
                : filter.copy(filter.getTraitSet(), scan.where(filters.rows), filter.getCondition());
    }

    private void add(RexNode condition) {
        if (condition instanceof RexCall call && call.getOperands().size() == 2) {
            add(call.getKind(), call.getOperands().get(0), call.getOperands().get(1));
            add(call.getKind().reverse(), call.getOperands().get(1), call.getOperands().get(0));
        }
    }

    private void add(SqlKind comparison, RexNode column, RexNode value) {
        if (!(column instanceof RexInputRef reference) || !(value instanceof RexLiteral literal) || literal.isNull()) {
            return;
        }
        RelDataTypeField field = columns.get(reference.getIndex());
        if (SqlTypeUtil.isCharacter(literal.getType())) {
            if (comparison == SqlKind.EQUALS) {
                rows = rows.where(field.getName(), String.valueOf(literal.getValueAs(String.class)));
            }
        } else if (field.getType().getSqlTypeName() == SqlTypeName.BIGINT && SqlTypeUtil.isExactNumeric(literal.getType())) {
            BigDecimal number = literal.getValueAs(BigDecimal.class);
            Range range = number == null ? null : range(comparison, number);
            if (range != null) {
                rows = rows.where(field.getName(), range);
            }
        }
    }

    /** The whole numbers that compare so with a number; null for other comparisons, and beyond 64 bits. */
    private static @Nullable Range range(SqlKind comparison, BigDecimal number) {
        if (number.compareTo(LOWEST) <= 0 || number.compareTo(HIGHEST) >= 0) {
            return null;
        }
        long floor = number.setScale(0, RoundingMode.FLOOR).longValueExact();
        long ceiling = number.setScale(0, RoundingMode.CEILING).longValueExact();
        return switch (comparison) {
            case EQUALS -> new Range(ceiling, floor);
            case GREATER_THAN -> new Range(floor + 1, Long.MAX_VALUE);
            case GREATER_THAN_OR_EQUAL -> new Range(ceiling, Long.MAX_VALUE);
            case LESS_THAN -> new Range(Long.MIN_VALUE, ceiling - 1);
            case LESS_THAN_OR_EQUAL -> new Range(Long.MIN_VALUE, floor);
            default -> null;
        };
    }
}
