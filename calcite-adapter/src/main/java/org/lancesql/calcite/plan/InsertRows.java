package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.lancesql.calcite.types.SqlTypes;

/** The rows that an INSERT puts into its table: one column for each of the table's, of the table's type. */
final class InsertRows {
    private InsertRows() {}

    static RelNode of(TableModify modify) {
        RelNode source = modify.getInput();
        RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(source.getCluster(), null);
        RexBuilder rexBuilder = source.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (RelDataTypeField target : modify.getTable().getRowType().getFieldList()) {
            RexNode value = rexBuilder.makeInputRef(source, target.getIndex());
            columns.add(assign(rexBuilder, value, target.getType()));
            names.add(target.getName());
        }
        return builder.push(source).project(columns, names, true).build();
    }

    private static RexNode assign(RexBuilder rexBuilder, RexNode value, RelDataType target) {
        boolean same = SqlTypes.samePhysical(value.getType(), target);
        RelDataType type = rexBuilder
                .getTypeFactory()
                .createTypeWithNullability(target, value.getType().isNullable());
        return same ? value : rexBuilder.makeCast(type, value, true);
    }
}
