package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * An item of SET.
 *
 * @param columns names of columns
 * @param value an expression or DEFAULT or, where the columns are in parentheses, a row or a row of one sub-query
 * @param isRow whether the columns are in parentheses
 */
public record Assignment(SqlNodeList columns, SqlNode value, boolean isRow) {
    public Assignment {
        requireNonNull(columns, "columns is null");
        requireNonNull(value, "value is null");
    }
}
