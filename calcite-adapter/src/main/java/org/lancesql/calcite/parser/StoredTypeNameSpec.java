package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** The name of a type that is another one in expressions, and differs from it in how a table keeps its values. */
public final class StoredTypeNameSpec extends SqlTypeNameSpec {
    /** How values are kept. */
    public enum Form {
        /** REAL in 16 bits. */
        HALF(SqlTypeName.REAL),
        /** VARBINARY apart from the other columns. */
        BLOB(SqlTypeName.VARBINARY),
        /** VARCHAR that is a JSON text. */
        JSON(SqlTypeName.VARCHAR);

        private final SqlTypeName sqlType;

        Form(SqlTypeName sqlType) {
            this.sqlType = sqlType;
        }
    }

    private final Form form;

    public StoredTypeNameSpec(Form form, SqlParserPos position) {
        super(new SqlIdentifier(requireNonNull(form, "form is null").name(), position), position);
        this.form = form;
    }

    public Form form() {
        return form;
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return validator.getTypeFactory().createSqlType(form.sqlType);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(form.name());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof StoredTypeNameSpec that && that.form == form
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, other);
    }
}
