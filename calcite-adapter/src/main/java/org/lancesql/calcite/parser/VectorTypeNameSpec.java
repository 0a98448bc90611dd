package org.lancesql.calcite.parser;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/**
 * {@code T VECTOR(n)}: an array of exactly n elements. FLOAT is REAL here, as the indexes for vector search want it;
 * without an element type it is meant.
 */
public final class VectorTypeNameSpec extends SqlTypeNameSpec {
    private final SqlTypeNameSpec elementType;
    private final int size;

    public VectorTypeNameSpec(@Nullable SqlTypeNameSpec elementType, int size, SqlParserPos position) {
        super(new SqlIdentifier("VECTOR", position), position);
        this.elementType = elementType == null || isFloat(elementType)
                ? new SqlBasicTypeNameSpec(SqlTypeName.REAL, position)
                : elementType;
        this.size = size;
        if (size < 1) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER, "A VECTOR has 1 element or more; got " + size, Places.of(position), null);
        }
    }

    private static boolean isFloat(SqlTypeNameSpec type) {
        return type instanceof SqlBasicTypeNameSpec
                && type.getTypeName().getSimple().equals(SqlTypeName.FLOAT.getName());
    }

    public SqlTypeNameSpec elementType() {
        return elementType;
    }

    public int size() {
        return size;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return new SqlCollectionTypeNameSpec(elementType, SqlTypeName.ARRAY, getParserPos()).deriveType(validator);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        elementType.unparse(writer, leftPrec, rightPrec);
        writer.keyword("VECTOR");
        writer.print("(" + size + ")");
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof VectorTypeNameSpec that
                        && that.size == size
                        && that.elementType.equalsDeep(elementType, litmus)
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, other);
    }
}
