package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that only foreign programs can make, and many of them. */
class NamesTest {
    private static final Schema COLUMNS = ScalarTypes.schema("id BIGINT");

    @TempDir
    private Path parent;

    private Path directory;
    private ForeignWriter writer;

    @BeforeEach
    void open() throws Exception {
        directory = Files.createDirectory(parent.resolve("db"));
        writer = new ForeignWriter(directory);
    }

    private static Iterator<Object[]> row(long id) {
        return List.<Object[]>of(new Object[] {id}).iterator();
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:lance:" + directory);
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (ResultSet rows = connection.getMetaData().getTables(null, "main", "%", null)) {
            List<String> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
            return tables;
        }
    }

    private static void refused(Connection connection, String sql, String state, String... parts) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> Rows.count(connection, sql))
                .satisfies(e -> assertThat(e.getSQLState()).isEqualTo(state))
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void exactMatchWinsAndOthersAreAmbiguous() throws SQLException {
        writer.create("Items", COLUMNS, row(1));
        writer.create("items", COLUMNS, row(2));
        try (Connection connection = connect()) {
            assertThat(Rows.count(connection, "SELECT max(id) FROM Items")).isEqualTo(1);
            assertThat(Rows.count(connection, "SELECT max(id) FROM \"items\"")).isEqualTo(2);
            refused(connection, "SELECT max(id) FROM ITEMS", "42702", "Items", "items");
        }
    }

    @Test
    void linksAreFollowedInsideOnly() throws Exception {
        ForeignWriter outside = new ForeignWriter(Files.createDirectory(parent.resolve("elsewhere")));
        outside.create("secret", COLUMNS, row(7));
        writer.create("real", COLUMNS, row(3));
        Files.createSymbolicLink(directory.resolve("alias.lance"), directory.resolve("real.lance"));
        Files.createSymbolicLink(directory.resolve("leak.lance"), parent.resolve("elsewhere/secret.lance"));
        Files.createSymbolicLink(directory.resolve("nowhere.lance"), parent.resolve("nothing.lance"));
        try (Connection connection = connect()) {
            assertThat(tables(connection)).containsExactly("alias", "real");
            assertThat(Rows.count(connection, "SELECT max(id) FROM alias")).isEqualTo(3);
            refused(connection, "SELECT max(id) FROM leak", "42P01", "leak");
            refused(connection, "SELECT max(id) FROM \"../elsewhere/secret\"", "42P01", "secret");
        }
    }

    /** Directories that cannot be opened show that none is. */
    @Test
    void aThousandTablesAreListedWithoutOpeningAny() throws Exception {
        for (int i = 0; i < 1000; i++) {
            Files.createDirectory(directory.resolve("table" + i + ".lance"));
        }
        try (Connection connection = connect()) {
            long started = System.nanoTime();
            assertThat(tables(connection)).hasSize(1000);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(1));
        }
    }
}
