package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.jdbc.server.LanceServer;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import schemacrawler.schema.Catalog;
import schemacrawler.schema.Column;
import schemacrawler.schema.Table;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSources;
import us.fatehi.utility.datasource.MultiUseUserCredentials;

/** Tools that people use work as they are, on ten tables with views: embedded, and through the thin client. */
@ExtendWith(NoLeaks.class)
class ToolsTest {
    private static final int TABLES = 10;

    /** How a tool reaches the database. */
    enum Way {
        EMBEDDED,
        THIN_CLIENT
    }

    @TempDir
    static Path directory;

    private static LanceServer server;

    @BeforeAll
    static void createTables() throws SQLException {
        Logger.getLogger("").setLevel(Level.SEVERE);
        server = LanceServer.start(
                new LanceServer.Config(Map.of("shop", directory.resolve("shop")), 0, Duration.ofMinutes(5)));
        try (Connection connection = connect(Way.EMBEDDED);
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= TABLES; i++) {
                statement.execute(
                        "CREATE TABLE \"Table " + i + "\" (id BIGINT NOT NULL, name VARCHAR(40), price DECIMAL(10, 2),"
                                + " made TIMESTAMP(3), flag BOOLEAN DEFAULT TRUE)");
                statement.execute(
                        "CREATE VIEW view_" + i + " AS SELECT id, UPPER(name) AS name FROM \"Table " + i + "\"");
            }
        }
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static String url(Way way) {
        return way == Way.EMBEDDED ? "jdbc:lance:" + directory.resolve("shop") : server.url();
    }

    private static Connection connect(Way way) throws SQLException {
        return DriverManager.getConnection(url(way));
    }

    @ParameterizedTest
    @EnumSource
    void schemaCrawlerCrawlsAll(Way way) {
        var options = SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
                .withLoadOptions(LoadOptionsBuilder.builder()
                        .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                        .toOptions());
        try (var source = DatabaseConnectionSources.newDatabaseConnectionSource(
                url(way), new MultiUseUserCredentials("ann", ""))) {
            Catalog catalog = SchemaCrawlerUtility.getCatalog(source, options);
            List<String> tables = new ArrayList<>();
            for (Table table : catalog.getTables()) {
                if (table.getSchema().getFullName().contains("main")) {
                    tables.add(table.getName().replace("\"", "") + " " + table.getTableType());
                }
            }
            assertThat(tables).hasSize(2 * TABLES).contains("Table 10 table", "view_10 view");
            Table table = catalog.getTables().stream()
                    .filter(candidate -> candidate.getName().contains("Table 7"))
                    .findFirst()
                    .orElseThrow();
            assertThat(table.getColumns())
                    .extracting(Column::getName)
                    .containsExactly("id", "name", "price", "made", "flag");
            assertThat(table.getColumns().get(0).isNullable()).isFalse();
            assertThat(table.getColumns().get(2).getSize()).isEqualTo(10);
            assertThat(table.getColumns().get(2).getDecimalDigits()).isEqualTo(2);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void hikariPoolsConnections(Way way) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(way));
        config.setMaximumPoolSize(3);
        config.setConnectionTimeout(30_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int i = 0; i < 10; i++) {
                try (Connection first = pool.getConnection();
                        Connection second = pool.getConnection();
                        Statement statement = second.createStatement();
                        var rows = statement.executeQuery("SELECT COUNT(*) FROM view_1")) {
                    assertThat(first.isValid(1)).isTrue();
                    assertThat(rows.next()).isTrue();
                }
            }
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
            assertThat(pool.getHikariPoolMXBean().getTotalConnections()).isBetween(1, 3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void jdbcTemplateQueriesAndChanges(Way way) throws SQLException {
        String table = way == Way.EMBEDDED ? "\"Table 2\"" : "\"Table 3\"";
        Timestamp made = Timestamp.valueOf("2024-02-29 12:34:56.789");
        SingleConnectionDataSource source = new SingleConnectionDataSource(connect(way), true);
        try {
            JdbcTemplate template = new JdbcTemplate(source);
            String insert = "INSERT INTO " + table + " (id, name, price, made) VALUES (?, ?, ?, ?)";
            assertThat(template.update(insert, 1L, "pen", new BigDecimal("1.20"), made))
                    .isEqualTo(1);
            assertThat(template.batchUpdate(
                            insert, List.of(new Object[] {2L, "ink", new BigDecimal("7.50"), made}, new Object[] {
                                3L, null, null, null
                            })))
                    .containsExactly(1, 1);
            assertThat(template.queryForObject("SELECT SUM(price) FROM " + table, BigDecimal.class))
                    .isEqualTo(new BigDecimal("8.70"));
            Map<String, Object> row = template.queryForMap("SELECT * FROM " + table + " WHERE id = ?", 1L);
            assertThat(row)
                    .containsEntry("name", "pen")
                    .containsEntry("made", made)
                    .containsEntry("flag", true);
            assertThat(template.queryForList("SELECT name FROM " + table + " ORDER BY id", String.class))
                    .containsExactly("pen", "ink", null);
            assertThatThrownBy(() -> template.queryForList("SELECT nothing FROM " + table))
                    .isInstanceOf(BadSqlGrammarException.class);
            assertThatThrownBy(() -> template.execute("INSERT INTO " + table + " (id) VALUES (NULL)"))
                    .isInstanceOf(DataIntegrityViolationException.class);
        } finally {
            source.destroy();
        }
    }

    private static List<Long> ids(Way way, String table) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = connect(way);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource
    void hikariRollsBackWhatIsReturnedUncommitted(Way way) throws SQLException {
        String table = way == Way.EMBEDDED ? "\"Table 4\"" : "\"Table 5\"";
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(way));
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(30_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (boolean commits : new boolean[] {true, false}) {
                try (Connection connection = pool.getConnection();
                        Statement statement = connection.createStatement()) {
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                    statement.executeUpdate("INSERT INTO " + table + " (id) VALUES (" + (commits ? 1 : 2) + ")");
                    if (commits) {
                        connection.commit();
                    }
                }
            }
            assertThat(ids(way, table)).containsExactly(1L);
        }
        assertThat(ids(way, table)).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource
    void springManagesTransactions(Way way) throws SQLException {
        String table = way == Way.EMBEDDED ? "\"Table 6\"" : "\"Table 8\"";
        SingleConnectionDataSource source = new SingleConnectionDataSource(connect(way), true);
        try {
            JdbcTemplate template = new JdbcTemplate(source);
            TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
            String insert = "INSERT INTO " + table + " (id) VALUES (?)";
            transactions.executeWithoutResult(status -> {
                template.update(insert, 1L);
                template.batchUpdate(insert, List.of(new Object[] {2L}, new Object[] {3L}));
            });
            assertThat(ids(way, table)).containsExactly(1L, 2L, 3L);
            assertThatThrownBy(() -> transactions.executeWithoutResult(status -> {
                        template.update(insert, 4L);
                        throw new IllegalStateException("changed my mind");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(ids(way, table)).containsExactly(1L, 2L, 3L);
            transactions.executeWithoutResult(
                    status -> assertThat(status.isNewTransaction()).isTrue());
            template.update(insert, 5L);
            assertThat(ids(way, table)).as("autocommit again").containsExactly(1L, 2L, 3L, 5L);
        } finally {
            source.destroy();
        }
    }
}
