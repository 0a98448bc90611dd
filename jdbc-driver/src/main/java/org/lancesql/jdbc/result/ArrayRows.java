package org.lancesql.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Shows elements of an array as rows of two columns: its position from 1, and its value. */
@FunctionalInterface
public interface ArrayRows {
    /** For arrays that belong to no connection. */
    ArrayRows NONE = (element, rows) -> {
        throw JdbcErrors.notSupported("The elements of this array are not available as rows; use getArray()");
    };

    /**
     * Opens a result of rows.
     *
     * @param element type of the elements
     * @param rows position and value of each element
     */
    ResultSet open(ResultColumn element, List<Object> rows) throws SQLException;
}
