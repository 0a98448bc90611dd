package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.Ulid;
import org.lancesql.versioning.TransactionLog;
import org.lancesql.versioning.TransactionOrigin;
import org.lancesql.versioning.TransactionRecord;

@Timeout(60)
class ActivityTest {
    private static final String SESSIONS =
            "SELECT session_number, is_own, user_name, application, current_statement, transaction_state"
                    + " FROM information_schema.lancesql_sessions ORDER BY session_number";
    private static final String TRANSACTIONS = "SELECT state, user_name, application, tables, pending_rows,"
            + " age_seconds BETWEEN 0 AND 60 FROM information_schema.lancesql_transactions";

    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private Connection ann;
    private Connection bob;

    @BeforeEach
    void connect() throws SQLException {
        ann = database.connect("?user=ann&applicationName=shop");
        bob = database.connect("?user=bob");
        execute(ann, "CREATE TABLE a (i INTEGER)");
        execute(ann, "CREATE TABLE b (i INTEGER)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(String.join(" | ", row));
            }
        }
        return rows;
    }

    @Test
    void sessionsAreListedWithWhatTheyDo() throws SQLException {
        bob.setAutoCommit(false);
        execute(bob, "INSERT INTO a VALUES (1)");
        try (Statement reading = bob.createStatement();
                ResultSet open = reading.executeQuery("VALUES (1), (2)")) {
            assertThat(open.next()).isTrue();
            assertThat(rows(ann, SESSIONS))
                    .containsExactly(
                            "1 | true | ann | shop | " + SESSIONS + " | NONE",
                            "2 | false | bob | null | VALUES (1), (2) | OPEN");
        }
        bob.rollback();
        assertThat(rows(ann, SESSIONS).get(1)).isEqualTo("2 | false | bob | null | null | NONE");
        bob.close();
        assertThat(rows(ann, SESSIONS)).hasSize(1);
    }

    @Test
    void openTransactionsAreSeenUntilTheyEnd() throws Exception {
        assertThat(rows(ann, TRANSACTIONS)).isEmpty();
        bob.setAutoCommit(false);
        execute(bob, "INSERT INTO a VALUES (1), (2), (3)");
        execute(bob, "INSERT INTO b VALUES (1)");
        String expected = "OPEN | bob | null | a@1, b@1 | 4 | true";
        assertThat(rows(ann, TRANSACTIONS)).containsExactly(expected);
        try (Connection reading = database.connect("?readOnly=true")) {
            assertThat(rows(reading, TRANSACTIONS)).containsExactly(expected);
        }
        bob.commit();
        assertThat(rows(ann, TRANSACTIONS)).isEmpty();
        assertThat(database.directory().resolve("_lancesql/live")).isEmptyDirectory();
    }

    @Test
    void readOnlyConnectionNotesNothing() throws SQLException {
        ann.close();
        bob.close();
        try (Connection reading = database.connect("?readOnly=true")) {
            reading.setAutoCommit(false);
            assertThat(rows(reading, "SELECT * FROM a")).isEmpty();
            assertThat(rows(reading, TRANSACTIONS)).isEmpty();
        }
        Path live = database.directory().resolve("_lancesql/live");
        assertThat(Files.exists(live)).isFalse();
    }

    @Test
    void cancelStopsTheStatementOfAnotherSession() throws Exception {
        execute(ann, "INSERT INTO a VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        execute(ann, "INSERT INTO b SELECT x.i FROM a x, a y, a z, a u");
        String query = "SELECT x.i FROM b x CROSS JOIN b y CROSS JOIN b z WHERE x.i + y.i + z.i < 0";
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<SQLException> failure =
                    other.submit(() -> catchThrowableOfType(SQLException.class, () -> rows(bob, query)));
            String running = "SELECT session_number FROM information_schema.lancesql_sessions"
                    + " WHERE current_statement LIKE 'SELECT x.i%'";
            while (rows(ann, running).isEmpty()) {
                assertThat(failure.isDone()).isFalse();
            }
            execute(ann, "CANCEL SESSION 2");
            assertThat(failure.get(30, TimeUnit.SECONDS).getSQLState()).isEqualTo("57014");
        } finally {
            other.shutdown();
        }
        assertThat(rows(bob, "SELECT count(*) FROM a")).containsExactly("10");
    }

    @Test
    void cancelOfASessionThatDoesNothingDoesNothing() throws SQLException {
        execute(ann, "CANCEL SESSION 2");
        execute(ann, "CANCEL SESSION 1");
        assertThat(rows(bob, "SELECT count(*) FROM a")).containsExactly("0");
    }

    @Test
    void cancelOfANumberThatNoSessionCanHaveSaysSo() {
        assertThatThrownBy(() -> execute(ann, "CANCEL SESSION 99999999999999999999"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42704"))
                .hasMessageContaining("There is no session 99999999999999999999;");
    }

    @Test
    void cancelOfASessionThatIsNotThereSaysWhichAre() {
        assertThatThrownBy(() -> execute(ann, "CANCEL SESSION 7"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42704"))
                .hasMessageContaining("There is no session 7; this program has the sessions 1, 2");
    }

    @Test
    void nothingIsListedAsRecoveredThatWasCommittedByItsOwner() throws SQLException {
        bob.setAutoCommit(false);
        execute(bob, "INSERT INTO a VALUES (1)");
        execute(bob, "INSERT INTO b VALUES (1)");
        bob.commit();
        assertThat(rows(ann, "SELECT * FROM information_schema.lancesql_recoveries"))
                .isEmpty();
    }

    @Test
    void readOnlyConnectionIsWarnedOfWhatItReadsAround() throws SQLException {
        execute(ann, "INSERT INTO a VALUES (1)");
        ann.close();
        bob.close();
        TransactionRecord record = TransactionRecord.prepared(
                Ulid.next(), Map.of("a", 2L, "b", 1L), new TransactionOrigin("carl", null, "INSERT"));
        try (ArrowMemory memory = ArrowMemory.withLimit(1 << 24);
                TableStore store = TableStore.open(DatabaseRoot.existing(database.directory()), false, memory)) {
            TransactionLog log = new TransactionLog(store);
            assertThat(log.prepare(log.state(), record)).isTrue();
        }
        try (Connection reading = database.connect("?readOnly=true");
                Statement statement = reading.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT i FROM a")) {
                assertThat(rows.next()).isTrue();
                assertThat(warnings(statement))
                        .containsExactly("01000 Transaction " + record.id()
                                + " is not decided; the tables that it changes (a, b) are read as they were before it");
                statement.clearWarnings();
                assertThat(warnings(statement)).isEmpty();
            }
            statement.executeQuery("VALUES (1)").close();
            assertThat(warnings(statement)).isEmpty();
            assertThat(rows(reading, TRANSACTIONS)).containsExactly("PREPARED | carl | null | a@2, b@1 | null | true");
        }
    }

    private static List<String> warnings(Statement statement) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
            texts.add(next.getSQLState() + " " + next.getMessage());
        }
        return texts;
    }
}
