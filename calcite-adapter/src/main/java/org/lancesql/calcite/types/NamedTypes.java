package org.lancesql.calcite.types;

import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.parser.SqlTexts;

/** Types by their names alone, outside of a statement. */
public final class NamedTypes {
    private NamedTypes() {}

    /** How JDBC describes values of a type that is named as in CREATE TABLE; empty when there is no such type. */
    public static Optional<ResultColumn> describe(String typeName) {
        LanceTypeFactory factory = new LanceTypeFactory();
        CalciteCatalogReader noTables = new CalciteCatalogReader(
                CalciteSchema.createRootSchema(false, false),
                List.of(),
                factory,
                new CalciteConnectionConfigImpl(new Properties()));
        SqlValidator validator = SqlValidatorUtil.newValidator(
                SqlStdOperatorTable.instance(), noTables, factory, SqlValidator.Config.DEFAULT);
        try {
            RelDataType type = SqlTexts.parseType(typeName).deriveType(validator, true);
            return Optional.of(SqlTypes.describe(typeName, typeName, null, type));
        } catch (StatementException | CalciteException e) {
            return Optional.empty();
        }
    }
}
