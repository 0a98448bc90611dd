package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/** Projections by the places of columns. */
final class Columns {
    private Columns() {}

    /** References to some columns of a plan that follow each other. */
    static List<RexNode> refs(RelNode rows, int from, int to) {
        RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
        return IntStream.range(from, to)
                .<RexNode>mapToObj(place -> rexBuilder.makeInputRef(rows, place))
                .toList();
    }

    /** A projection to some columns and then others. */
    static RelNode project(RelNode rows, List<RexNode> columns, List<RexNode> more) {
        List<RexNode> all = new ArrayList<>(columns);
        all.addAll(more);
        List<String> names =
                IntStream.range(0, all.size()).mapToObj(place -> "c" + place).toList();
        return LogicalProject.create(rows, List.of(), all, names, Set.of());
    }

    /** The plan with the names and types of a row type, of which it may differ in what can be null. */
    static RelNode typed(RelNode rows, RelDataType type) {
        if (rows.getRowType().equals(type)) {
            return rows;
        }
        RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < type.getFieldCount(); i++) {
            columns.add(rexBuilder.ensureType(
                    type.getFieldList().get(i).getType(), rexBuilder.makeInputRef(rows, i), true));
        }
        return LogicalProject.create(
                rows, List.of(), columns, SqlValidatorUtil.uniquify(type.getFieldNames(), true), Set.of());
    }
}
