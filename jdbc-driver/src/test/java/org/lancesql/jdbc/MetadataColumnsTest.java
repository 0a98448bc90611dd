package org.lancesql.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.jdbc.server.LanceServer;

/** Every question of DatabaseMetaData that is answered with rows has the columns of JDBC, embedded and remote. */
class MetadataColumnsTest {
    private static final String FOREIGN_KEY = "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT"
            + " FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ UPDATE_RULE DELETE_RULE FK_NAME PK_NAME DEFERRABILITY";

    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("getCatalogs", "TABLE_CAT"),
            Map.entry("getSchemas", "TABLE_SCHEM TABLE_CATALOG"),
            Map.entry("getTableTypes", "TABLE_TYPE"),
            Map.entry(
                    "getTables",
                    "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
                            + " SELF_REFERENCING_COL_NAME REF_GENERATION"),
            Map.entry(
                    "getColumns",
                    "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH"
                            + " DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE"
                            + " SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SCOPE_CATALOG"
                            + " SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE IS_AUTOINCREMENT IS_GENERATEDCOLUMN"),
            Map.entry(
                    "getTypeInfo",
                    "TYPE_NAME DATA_TYPE PRECISION LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE CASE_SENSITIVE"
                            + " SEARCHABLE UNSIGNED_ATTRIBUTE FIXED_PREC_SCALE AUTO_INCREMENT LOCAL_TYPE_NAME"
                            + " MINIMUM_SCALE MAXIMUM_SCALE SQL_DATA_TYPE SQL_DATETIME_SUB NUM_PREC_RADIX"),
            Map.entry("getPrimaryKeys", "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME"),
            Map.entry("getImportedKeys", FOREIGN_KEY),
            Map.entry("getExportedKeys", FOREIGN_KEY),
            Map.entry("getCrossReference", FOREIGN_KEY),
            Map.entry(
                    "getIndexInfo",
                    "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE INDEX_QUALIFIER INDEX_NAME TYPE ORDINAL_POSITION"
                            + " COLUMN_NAME ASC_OR_DESC CARDINALITY PAGES FILTER_CONDITION"),
            Map.entry("getFunctions", "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE SPECIFIC_NAME"),
            Map.entry(
                    "getFunctionColumns",
                    "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION"
                            + " LENGTH SCALE RADIX NULLABLE REMARKS CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE"
                            + " SPECIFIC_NAME"),
            Map.entry(
                    "getProcedures",
                    "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME FUTURE_USE1 FUTURE_USE2 FUTURE_USE3 REMARKS"
                            + " PROCEDURE_TYPE SPECIFIC_NAME"),
            Map.entry(
                    "getProcedureColumns",
                    "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME"
                            + " PRECISION LENGTH SCALE RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE"
                            + " SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SPECIFIC_NAME"),
            Map.entry(
                    "getColumnPrivileges",
                    "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"),
            Map.entry("getTablePrivileges", "TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE"),
            Map.entry(
                    "getBestRowIdentifier",
                    "SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN"),
            Map.entry(
                    "getVersionColumns",
                    "SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN"),
            Map.entry("getUDTs", "TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE REMARKS BASE_TYPE"),
            Map.entry("getSuperTypes", "TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME"),
            Map.entry("getSuperTables", "TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME"),
            Map.entry(
                    "getAttributes",
                    "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE ATTR_TYPE_NAME ATTR_SIZE DECIMAL_DIGITS"
                            + " NUM_PREC_RADIX NULLABLE REMARKS ATTR_DEF SQL_DATA_TYPE SQL_DATETIME_SUB"
                            + " CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE"
                            + " SOURCE_DATA_TYPE"),
            Map.entry("getClientInfoProperties", "NAME MAX_LEN DEFAULT_VALUE DESCRIPTION"),
            Map.entry(
                    "getPseudoColumns",
                    "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE COLUMN_SIZE DECIMAL_DIGITS NUM_PREC_RADIX"
                            + " COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH IS_NULLABLE"));

    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    @Test
    void embedded() throws Exception {
        check(database.connect(), "DEFERRABILITY");
    }

    @Test
    void remote() throws Exception {
        try (LanceServer server = LanceServer.start(
                        new LanceServer.Config(Map.of("test", database.directory()), 0, Duration.ofMinutes(1)));
                Connection connection = DriverManager.getConnection(server.url())) {
            // Avatica's client answers this one itself, with this name.
            check(connection, "DEFERABILITY");
        }
    }

    private static void check(Connection connection, String deferrability) throws Exception {
        SoftAssertions all = new SoftAssertions();
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getReturnType() != ResultSet.class) {
                continue;
            }
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? (Object) false : null;
            }
            try (ResultSet rows = (ResultSet) method.invoke(connection.getMetaData(), arguments)) {
                all.assertThat(columns(rows.getMetaData()))
                        .as(method.getName())
                        .containsExactly(COLUMNS.getOrDefault(method.getName(), "")
                                .replace("DEFERRABILITY", deferrability)
                                .split(" "));
                while (rows.next()) {
                    for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                        rows.getObject(i);
                        rows.getString(i);
                    }
                }
            } catch (Exception e) {
                all.fail(method.getName(), e);
            }
        }
        all.assertAll();
    }

    private static List<String> columns(ResultSetMetaData metaData) throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            names.add(metaData.getColumnLabel(i));
        }
        return names;
    }
}
