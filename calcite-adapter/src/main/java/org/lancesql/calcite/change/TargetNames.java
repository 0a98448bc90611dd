package org.lancesql.calcite.change;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Lets names alone mean columns of the target, beside a relation that has the same columns. */
final class TargetNames extends SqlShuttle {
    private final Target target;

    private TargetNames(Target target) {
        this.target = target;
    }

    static @Nullable SqlNodeList qualify(@Nullable SqlNodeList items, Target target) {
        return items == null ? null : (SqlNodeList) items.accept(new TargetNames(target));
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        boolean isColumn = name.isSimple()
                && target.columns().stream().anyMatch(field -> field.getName().equalsIgnoreCase(name.getSimple()));
        return isColumn ? new SqlIdentifier(List.of(target.name(), name.getSimple()), name.getParserPosition()) : name;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call.isA(SqlKind.QUERY)) {
            return call;
        }
        if (call.getKind() == SqlKind.AS) {
            SqlNode item = call.operand(0).accept(this);
            return call.getOperator().createCall(call.getParserPosition(), item, call.operand(1));
        }
        return super.visit(call);
    }
}
