package org.lancesql.calcite.rowhistory;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/**
 * A call of {@code history}. A value is a BigDecimal, a Boolean, null, a text that says what is none of these, or a
 * {@link SqlDynamicParam}.
 *
 * @param table name as typed
 * @param key values of the primary key's columns, in order; none when columns are named instead
 * @param columns values by the names of columns, as typed
 */
record RowHistoryCall(SqlNode call, String table, List<@Nullable Object> key, Map<String, @Nullable Object> columns) {
    private static final String NAME = "history";
    private static final String KEY = "key";
    private static final String USAGE =
            "write history('table', KEY => value), or name columns: history('table', column => value)";

    /** The call in {@code TABLE(...)}, if it is one of this function. */
    static Optional<RowHistoryCall> of(SqlCall tableFunction) {
        if (tableFunction.getKind() == SqlKind.COLLECTION_TABLE
                && tableFunction.operand(0) instanceof SqlBasicCall call
                && call.getOperator().getName().equalsIgnoreCase(NAME)) {
            return Optional.of(parse(call));
        }
        return Optional.empty();
    }

    private static RowHistoryCall parse(SqlBasicCall call) {
        List<SqlNode> operands = call.getOperandList();
        if (operands.size() < 2 || !(operands.get(0) instanceof SqlCharStringLiteral table)) {
            throw refused("history takes the name of a table and a key: " + USAGE, call);
        }
        List<@Nullable Object> key = new ArrayList<>();
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (SqlNode operand : operands.subList(1, operands.size())) {
            if (operand.getKind() != SqlKind.ARGUMENT_ASSIGNMENT) {
                throw refused("What stands behind the table needs a name: " + USAGE, operand);
            }
            SqlCall assignment = (SqlCall) operand;
            SqlIdentifier name = assignment.operand(1);
            SqlNode value = assignment.operand(0);
            if (name.getSimple().equalsIgnoreCase(KEY)) {
                key.addAll(values(value));
            } else if (columns.containsKey(name.getSimple())) {
                throw refused("Column " + name.getSimple() + " is given twice", operand);
            } else {
                columns.put(name.getSimple(), value(value));
            }
        }
        if (!key.isEmpty() && !columns.isEmpty()) {
            throw refused("Either KEY or columns choose the rows, not both", call);
        }
        return new RowHistoryCall(call, requireNonNull(table.getValueAs(String.class)), key, columns);
    }

    private static List<@Nullable Object> values(SqlNode value) {
        if (value.getKind() != SqlKind.ROW) {
            List<@Nullable Object> one = new ArrayList<>();
            one.add(value(value));
            return one;
        }
        List<@Nullable Object> values = new ArrayList<>();
        ((SqlCall) value).getOperandList().forEach(operand -> values.add(value(operand)));
        return values;
    }

    private static @Nullable Object value(SqlNode node) {
        if (node.getKind() == SqlKind.MINUS_PREFIX && ((SqlCall) node).operand(0) instanceof SqlNumericLiteral number) {
            return requireNonNull(number.bigDecimalValue()).negate();
        }
        if (node instanceof SqlDynamicParam) {
            return node;
        }
        if (!(node instanceof SqlLiteral literal)) {
            throw refused("history takes constants and parameters, not " + node, node);
        }
        return switch (literal.getTypeName()) {
            case NULL -> null;
            case BOOLEAN -> literal.booleanValue();
            case DECIMAL, DOUBLE -> literal.bigDecimalValue();
            default -> literal.toValue();
        };
    }

    static StatementException refused(String problem, SqlNode place) {
        return new StatementException(Reason.INVALID_QUERY, problem, Places.of(place), null);
    }
}
