package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/**
 * An item of SET.
 *
 * @param columns names of columns
 * @param value an expression, DEFAULT, or, for several columns, a row or a row of one sub-query
 */
public record Assignment(SqlNodeList columns, SqlNode value) {
    public Assignment {
        requireNonNull(columns, "columns is null");
        requireNonNull(value, "value is null");
    }
}
