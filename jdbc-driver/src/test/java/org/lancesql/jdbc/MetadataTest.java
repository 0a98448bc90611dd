package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MetadataTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private static List<String> strings(ResultSet rows, String column) throws SQLException {
        try (rows) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(column));
            }
            return values;
        }
    }

    @Test
    void oneCatalogWithItsSchemas() throws SQLException {
        DatabaseMetaData metaData = database.connect().getMetaData();
        String name = database.directory().getFileName().toString();
        assertThat(strings(metaData.getCatalogs(), "TABLE_CAT")).containsExactly(name);
        assertThat(strings(metaData.getSchemas(), "TABLE_SCHEM")).containsExactly("information_schema", "main", "temp");
        assertThat(strings(metaData.getSchemas(name, "ma%"), "TABLE_CATALOG")).containsExactly(name);
        assertThat(strings(metaData.getSchemas("other", null), "TABLE_SCHEM")).isEmpty();
        assertThat(strings(metaData.getTableTypes(), "TABLE_TYPE"))
                .containsExactly("LOCAL TEMPORARY", "SYSTEM TABLE", "TABLE", "VIEW");
    }

    @Test
    void columnsCarryTheirDefaults() throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (b VARCHAR DEFAULT 'x', a BIGINT NOT NULL, c INT DEFAULT 1 + 2)");
        }
        DatabaseMetaData metaData = connection.getMetaData();
        assertThat(strings(metaData.getColumns(null, null, "t", null), "COLUMN_NAME"))
                .containsExactly("b", "a", "c");
        assertThat(strings(metaData.getColumns(null, null, "t", null), "COLUMN_DEF"))
                .containsExactly("'x'", null, "(1 + 2)");
        assertThat(strings(metaData.getColumns(null, null, "t", null), "ORDINAL_POSITION"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void typesAreOrderedByTheirNumbers() throws SQLException {
        try (ResultSet types = database.connect().getMetaData().getTypeInfo()) {
            List<Integer> numbers = new ArrayList<>();
            while (types.next()) {
                numbers.add(types.getInt("DATA_TYPE"));
                assertThat(types.getString("TYPE_NAME")).isNotBlank();
            }
            assertThat(numbers).isSorted().contains(Types.BIGINT, Types.DECIMAL, Types.VARCHAR, Types.TIMESTAMP);
        }
    }

    @Test
    void everyQuestionHasAnAnswer() throws Exception {
        DatabaseMetaData metaData = database.connect().getMetaData();
        for (Method method : DatabaseMetaData.class.getMethods()) {
            Object[] arguments = new Object[method.getParameterCount()];
            for (int i = 0; i < arguments.length; i++) {
                Class<?> type = method.getParameterTypes()[i];
                arguments[i] = type == int.class ? (Object) 1 : type == boolean.class ? (Object) false : null;
            }
            if (method.getDeclaringClass() != DatabaseMetaData.class) {
                continue;
            }
            try {
                Object answer = method.invoke(metaData, arguments);
                if (answer instanceof ResultSet rows) {
                    rows.getMetaData().getColumnCount();
                    rows.close();
                } else {
                    assertThat(answer).as(method.getName()).isNotNull();
                }
            } catch (InvocationTargetException e) {
                throw new AssertionError(method.getName(), e.getCause());
            }
        }
    }

    @Test
    void indexesAreListedColumnByColumn() throws SQLException {
        Connection connection = database.connect();
        DatabaseMetaData metaData = connection.getMetaData();
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"My Table\" (id BIGINT, name VARCHAR)");
            statement.execute("INSERT INTO \"My Table\" VALUES (1, 'a'), (2, 'b')");
            statement.execute("CREATE VIEW v AS SELECT 1 AS one");
            statement.execute("CREATE INDEX by_id ON \"My Table\" (id)");
        }
        try (ResultSet rows = metaData.getIndexInfo(null, "main", "my table", false, true)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("TABLE_NAME")).isEqualTo("My Table");
            assertThat(rows.getString("INDEX_NAME")).isEqualTo("by_id");
            assertThat(rows.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(rows.getBoolean("NON_UNIQUE")).isTrue();
            assertThat(rows.getLong("CARDINALITY")).isEqualTo(2);
            assertThat(rows.next()).isFalse();
        }
        assertThat(strings(metaData.getIndexInfo(null, null, "My Table", true, true), "INDEX_NAME"))
                .isEmpty();
        assertThat(strings(metaData.getIndexInfo(null, null, "v", false, true), "INDEX_NAME"))
                .isEmpty();
        assertThat(strings(metaData.getIndexInfo(null, null, "nothing", false, true), "INDEX_NAME"))
                .isEmpty();
    }

    @Test
    void answersAreHonest() throws SQLException {
        DatabaseMetaData metaData = database.connect("?user=ann").getMetaData();
        assertThat(metaData.getDatabaseProductName()).isEqualTo("LanceSQL");
        assertThat(metaData.getDriverName()).isEqualTo("LanceSQL JDBC Driver");
        assertThat(metaData.getDriverVersion())
                .isEqualTo(metaData.getDatabaseProductVersion())
                .startsWith("0.");
        assertThat(metaData.getURL()).startsWith("jdbc:lance:" + database.directory());
        assertThat(metaData.getUserName()).isEqualTo("ann");
        assertThat(metaData.storesMixedCaseIdentifiers()).isTrue();
        assertThat(metaData.getIdentifierQuoteString()).isEqualTo("\"");
        assertThat(metaData.supportsResultSetHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT))
                .isTrue();
        assertThat(metaData.getSQLKeywords()).contains("QUALIFY");
    }

    @Test
    void transactionsAreDescribedAsTheyAre() throws SQLException {
        DatabaseMetaData metaData = database.connect().getMetaData();
        assertThat(metaData.supportsTransactions()).isTrue();
        assertThat(metaData.supportsMultipleTransactions()).isTrue();
        assertThat(metaData.supportsSavepoints()).isTrue();
        assertThat(metaData.supportsBatchUpdates()).isTrue();
        assertThat(metaData.supportsGetGeneratedKeys()).isTrue();
        assertThat(metaData.getDefaultTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
        for (int level : new int[] {
            Connection.TRANSACTION_READ_UNCOMMITTED,
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ
        }) {
            assertThat(metaData.supportsTransactionIsolationLevel(level)).isTrue();
        }
        assertThat(metaData.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
                .isFalse();
        assertThat(metaData.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE))
                .isFalse();
        assertThat(metaData.supportsDataManipulationTransactionsOnly()).isTrue();
        assertThat(metaData.supportsDataDefinitionAndDataManipulationTransactions())
                .isFalse();
        assertThat(metaData.dataDefinitionCausesTransactionCommit()).isFalse();
        assertThat(metaData.dataDefinitionIgnoredInTransactions()).isFalse();
        assertThat(metaData.supportsOpenCursorsAcrossCommit()).isTrue();
        assertThat(metaData.supportsOpenCursorsAcrossRollback()).isTrue();
        assertThat(metaData.supportsSelectForUpdate()).isFalse();
        assertThat(metaData.ownInsertsAreVisible(ResultSet.TYPE_FORWARD_ONLY)).isFalse();
    }

    @Test
    void metadataRowsAreReadUnderTheSameRulesAsOthers() throws SQLException {
        try (ResultSet rows = database.connect().getMetaData().getTypeInfo()) {
            assertThat(catchThrowableOfType(SQLException.class, () -> rows.getString(1))
                            .getSQLState())
                    .isEqualTo("24000");
            assertThat(rows.next()).isTrue();
            assertThat(catchThrowableOfType(SQLException.class, () -> rows.getString(99))
                            .getSQLState())
                    .isEqualTo("07009");
            assertThat(catchThrowableOfType(SQLException.class, () -> rows.getString("nope"))
                            .getSQLState())
                    .isEqualTo("42703");
            assertThat(catchThrowableOfType(SQLException.class, () -> rows.updateInt(1, 1))
                            .getSQLState())
                    .isEqualTo("0A000");
            rows.getShort("MINIMUM_SCALE");
            rows.getString("CREATE_PARAMS");
            assertThat(rows.wasNull()).isTrue();
        }
    }
}
