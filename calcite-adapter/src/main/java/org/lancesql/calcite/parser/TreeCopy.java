package org.lancesql.calcite.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Copies the trees of queries, so that a tree which is changed while it is planned need not be parsed again. */
final class TreeCopy extends SqlShuttle {
    /** Calls whose operator makes the same of the same operands; the operators of others, such as PIVOT, do not. */
    private static final Set<Class<?>> FAITHFUL =
            Set.of(SqlSelect.class, SqlJoin.class, SqlOrderBy.class, SqlCase.class, SqlWith.class, SqlWithItem.class);

    private boolean faithful = true;

    private TreeCopy() {}

    /** A tree that shares nothing that planning changes with the one given; empty if it has parts that cannot be copied. */
    static Optional<SqlNode> of(SqlNode tree) {
        TreeCopy copy = new TreeCopy();
        SqlNode result = tree.accept(copy);
        return copy.faithful ? Optional.ofNullable(result) : Optional.empty();
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        boolean basic = call.getClass() == SqlBasicCall.class;
        if (!basic && !FAITHFUL.contains(call.getClass())) {
            faithful = false;
            return call;
        }
        @Nullable SqlNode[] operands = call.getOperandList().toArray(new SqlNode[0]);
        for (int i = 0; i < operands.length && faithful; i++) {
            SqlNode operand = operands[i];
            operands[i] = operand == null ? null : operand.accept(this);
        }
        if (!faithful) {
            return call;
        }
        return basic
                ? new SqlBasicCall(
                        call.getOperator(),
                        Arrays.asList(operands),
                        call.getParserPosition(),
                        call.getFunctionQuantifier())
                : call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }

    @Override
    public @Nullable SqlNode visit(SqlNodeList list) {
        List<@Nullable SqlNode> items = new ArrayList<>(list.size());
        for (SqlNode item : list) {
            items.add(item == null ? null : item.accept(this));
        }
        return new SqlNodeList(items, list.getParserPosition());
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier name) {
        faithful &= name.getClass() == SqlIdentifier.class;
        return name.clone(name.getParserPosition());
    }
}
