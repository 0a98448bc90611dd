package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.schema.LanceTable;

/** Refuses an INSERT that leaves a NOT NULL column of its table without a value, in words that say what would be right. */
final class InsertedNulls {
    private final LanceTable table;

    InsertedNulls(LanceTable table) {
        this.table = requireNonNull(table, "table is null");
    }

    /** Refuses a list of columns without one that needs a value. */
    void requireColumns(SqlInsert insert) {
        if (insert.getTargetColumnList() == null) {
            return;
        }
        List<Field> columns = table.columns();
        Set<String> missing = new HashSet<>();
        columns.forEach(column -> missing.add(column.getName()));
        for (SqlNode named : insert.getTargetColumnList()) {
            if (!(named instanceof SqlIdentifier column) || !missing.remove(column.getSimple())) {
                return; // the list is wrong by itself, which the validator says
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            Field column = columns.get(i);
            if (missing.contains(column.getName()) && !column.isNullable() && !hasDefault(i)) {
                throw violation(
                        column.getName(),
                        "has no default value and does not allow NULLs; give it a value",
                        insert.getTargetTable());
            }
        }
    }

    /** Refuses a NULL among rows of values for a column that takes none. */
    void requireValues(SqlCall values, RelDataType rowType) {
        if (!rowType.isStruct()) {
            return;
        }
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> given = row instanceof SqlCall call ? call.getOperandList() : List.of();
            for (RelDataTypeField column : rowType.getFieldList()) {
                if (column.getIndex() < given.size()
                        && !column.getType().isNullable()
                        && SqlUtil.isNullLiteral(given.get(column.getIndex()), false)) {
                    throw nullInto(column.getName(), given.get(column.getIndex()));
                }
            }
        }
    }

    private StatementException nullInto(String name, SqlNode value) {
        List<Field> columns = table.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).getName().equals(name) && hasDefault(i)) {
                return violation(name, "does not allow NULLs; write DEFAULT for its default value", value);
            }
        }
        return violation(name, "does not allow NULLs", value);
    }

    private boolean hasDefault(int column) {
        return table.defaultText(column).isPresent() || table.isIdentity(column);
    }

    private StatementException violation(String column, String problem, SqlNode place) {
        return new StatementException(
                Reason.NOT_NULL_VIOLATION,
                "Column " + column + " of table " + table.name() + " " + problem,
                Places.of(place),
                null);
    }
}
