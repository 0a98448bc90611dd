package org.lancesql.calcite.rules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.SystemTableScan;

/** What a filter tells the system table below it: the texts that columns have to be equal to. */
final class SystemScanFilters {
    private SystemScanFilters() {}

    /** The filter over a scan that knows of it, or null when there is nothing new to know. */
    static @Nullable RelNode narrow(Filter filter, SystemTableScan scan) {
        Map<String, String> texts = new HashMap<>(scan.equalTo());
        List<String> columns = scan.getRowType().getFieldNames();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            if (condition.isA(SqlKind.EQUALS)) {
                List<RexNode> sides = ((RexCall) condition).getOperands();
                add(sides.get(0), sides.get(1), columns, texts);
                add(sides.get(1), sides.get(0), columns, texts);
            }
        }
        return texts.equals(scan.equalTo())
                ? null
                : filter.copy(filter.getTraitSet(), scan.where(texts), filter.getCondition());
    }

    private static void add(RexNode column, RexNode value, List<String> columns, Map<String, String> texts) {
        if (column instanceof RexInputRef reference
                && value instanceof RexLiteral literal
                && SqlTypeUtil.isCharacter(literal.getType())
                && !literal.isNull()) {
            texts.putIfAbsent(columns.get(reference.getIndex()), String.valueOf(literal.getValueAs(String.class)));
        }
    }
}
