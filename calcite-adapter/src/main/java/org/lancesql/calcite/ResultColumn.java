package org.lancesql.calcite;

import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A column of a result or a relation, as JDBC describes it.
 *
 * @param label name in the result
 * @param name name in its table, or the label of an expression
 * @param table table it comes from, or null for an expression
 * @param field canonical Arrow type of the vector that carries it
 * @param typeName SQL name of the type without precision, for example {@code DECIMAL}
 * @param jdbcType constant of {@link java.sql.Types}
 * @param precision digits, characters, bytes or fractional digits of seconds, as the type has it; 0 where it has none
 * @param scale digits behind the point; 0 where the type has none
 */
public record ResultColumn(
        String label,
        String name,
        @Nullable String table,
        Field field,
        String typeName,
        int jdbcType,
        int precision,
        int scale,
        boolean nullable) {
    /** The same column under another label. */
    public ResultColumn withLabel(String newLabel) {
        return new ResultColumn(newLabel, name, table, field, typeName, jdbcType, precision, scale, nullable);
    }
}
