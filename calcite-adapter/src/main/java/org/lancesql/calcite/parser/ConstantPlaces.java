package org.lancesql.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constants of a statement for which parameters would do as well: sides of comparisons in WHERE, of which the
 * other side gives the type, and values of an INSERT. Nothing else in the statement can depend on what they are: not the
 * columns of the result, nor their types, nor which expressions are alike.
 */
final class ConstantPlaces {
    private final List<Place> places = new ArrayList<>();

    private ConstantPlaces() {}

    /**
     * A place of a constant in a tree.
     *
     * @param node a literal, or the negation of a number
     */
    record Place(SqlBasicCall parent, int operand, SqlNode node) {}

    /** The places in the order of the text. */
    static List<Place> of(SqlNode statement) {
        ConstantPlaces found = new ConstantPlaces();
        if (statement instanceof SqlInsertRows insert) {
            found.insert(insert);
        } else if (statement instanceof SqlUpdateRows update) {
            found.changed(update, update.where());
        } else if (statement instanceof SqlDeleteRows delete) {
            found.changed(delete, delete.where());
        } else {
            found.query(statement);
        }
        return found.places;
    }

    private void insert(SqlInsertRows insert) {
        if (insert.with() != null || insert.source() == null) {
            return;
        }
        if (insert.source().getKind() != SqlKind.VALUES) {
            query(insert.source());
            return;
        }
        for (SqlNode row : ((SqlCall) insert.source()).getOperandList()) {
            if (row instanceof SqlBasicCall call && row.getKind() == SqlKind.ROW) {
                for (int i = 0; i < call.operandCount(); i++) {
                    add(call, i);
                }
            }
        }
    }

    private void changed(SqlChange change, @Nullable SqlNode where) {
        if (change.with() == null) {
            condition(where);
        }
    }

    private void query(@Nullable SqlNode node) {
        if (node instanceof SqlOrderBy orderBy) {
            query(orderBy.query);
        } else if (node instanceof SqlWith with) {
            for (SqlNode item : with.withList) {
                query(((SqlWithItem) item).query);
            }
            query(with.body);
        } else if (node instanceof SqlSelect select) {
            from(select.getFrom());
            condition(select.getWhere());
        } else if (node instanceof SqlCall call && SqlKind.SET_QUERY.contains(node.getKind())) {
            call.getOperandList().forEach(this::query);
        }
    }

    private void from(@Nullable SqlNode node) {
        if (node instanceof SqlJoin join) {
            from(join.getLeft());
            from(join.getRight());
        } else if (node instanceof SqlCall call && node.getKind() == SqlKind.AS) {
            from(call.operand(0));
        } else if (node instanceof SqlSelect) {
            query(node);
        }
    }

    private void condition(@Nullable SqlNode node) {
        if (!(node instanceof SqlBasicCall call)) {
            return;
        }
        switch (call.getKind()) {
            case AND, OR, NOT -> call.getOperandList().forEach(this::condition);
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
                if (givesType(call.operand(0)) != givesType(call.operand(1))) {
                    add(call, 0);
                    add(call, 1);
                }
            }
            case BETWEEN -> between(call);
            default -> {}
        }
    }

    /** All three are compared in one type, which is that of the first if the others are constants of it. */
    private void between(SqlBasicCall call) {
        if (givesType(call.operand(0)) && isConstant(call.operand(1)) && isConstant(call.operand(2))) {
            add(call, 1);
            add(call, 2);
        }
    }

    private static boolean givesType(SqlNode operand) {
        return !(operand instanceof SqlLiteral) && !(operand instanceof SqlDynamicParam) && !isNumber(operand);
    }

    private void add(SqlBasicCall parent, int operand) {
        SqlNode node = parent.operand(operand);
        if (isConstant(node)) {
            places.add(new Place(parent, operand, node));
        }
    }

    private static boolean isConstant(SqlNode node) {
        return node instanceof SqlCharStringLiteral || isNumber(node);
    }

    private static boolean isNumber(SqlNode node) {
        return node instanceof SqlNumericLiteral
                || node.getKind() == SqlKind.MINUS_PREFIX && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral;
    }
}
