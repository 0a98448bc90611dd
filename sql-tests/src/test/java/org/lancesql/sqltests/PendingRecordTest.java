package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.mutation.CommitStep;
import org.lancesql.sqltests.CrashOracle.Side;
import org.lancesql.sqltests.CrashProgram.Ending;
import org.lancesql.sqltests.CrashProgram.Result;

/** A program has ended within a commit to several tables: what others do with its record, and with what became of it. */
@ExtendWith(NoLeaks.class)
class PendingRecordTest {
    private static final String BLOCKED = "55006";
    private static final int ULID_TIME = 10;
    private static final String ULID_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** One for all tests, because starting it takes longer than most of them. */
    private static CrashChild child;

    @TempDir
    private Path directory;

    private final CrashOracle oracle = new CrashOracle(CrashOperation.NOTHING, Set.of());
    private Path database;
    private String url;
    private LogFiles log;

    @BeforeAll
    static void startChild(@TempDir Path childDirectory) {
        child = new CrashChild(childDirectory);
    }

    @AfterAll
    static void endChild() {
        child.close();
    }

    @BeforeEach
    void createTables() throws Exception {
        database = Files.createDirectory(directory.resolve("db"));
        url = "jdbc:lance:" + database;
        CrashTables.create(database, CrashTables.Layout.PLAIN);
        log = new LogFiles(database);
    }

    @AfterEach
    void end() {
        log.close();
    }

    @Test
    void readOnlyConnectionReadsWhatWasBeforeAndWritesNoByte() throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        SortedMap<String, String> before = FileTree.of(database);
        try (Connection connection = DriverManager.getConnection(url + "?readOnly=true")) {
            assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.OLD);
        }
        assertThat(FileTree.of(database)).isEqualTo(before);
    }

    @Test
    void readOnlyConnectionWarnsOfWhatItReadsAroundAndShowsIt() throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        String record = record();
        try (Connection connection = DriverManager.getConnection(url + "?readOnly=true");
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM a")) {
            statement.executeQuery().close();
            assertThat(warnings(statement))
                    .singleElement(InstanceOfAssertFactories.THROWABLE)
                    .hasMessageContainingAll(record, "a, b, c")
                    .returns("01000", warning -> ((SQLWarning) warning).getSQLState());
            statement.clearWarnings();
            assertThat(warnings(statement)).isEmpty();
            try (Statement other = connection.createStatement()) {
                other.executeQuery("VALUES (1)").close();
                assertThat(warnings(other)).isEmpty();
            }
            assertThat(Rows.of(
                            connection,
                            "SELECT transaction_id, state, process FROM information_schema.lancesql_transactions"))
                    .containsExactly(Arrays.asList(record, "PREPARED", null));
        }
    }

    @Test
    void tableIsReplacedByACopyOfItselfOnceWhatIsInItsWayIsDone() throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.OLD);
            for (String table : CrashTables.NAMES) {
                child.breakOffAt(CommitStep.APPLIED, url);
                statement.execute("CREATE OR REPLACE TABLE " + table + " AS SELECT * FROM " + table);
                assertThat(log.records()).isEmpty();
                assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.NEW);
                goBack(statement);
            }
        }
    }

    /** Changes the rows back to what they were before the transaction. */
    private static void goBack(Statement statement) throws SQLException {
        statement.execute("DELETE FROM a WHERE id >= 100");
        statement.execute("UPDATE b SET v = 'old' WHERE id IN (1, 12)");
        statement.execute("DELETE FROM c WHERE id >= 200");
        statement.execute("INSERT INTO c (id, v) VALUES (2, 'old'), (13, 'old')");
    }

    private static List<Throwable> warnings(Statement statement) throws SQLException {
        List<Throwable> warnings = new ArrayList<>();
        for (SQLWarning next = statement.getWarnings(); next != null; next = next.getNextWarning()) {
            warnings.add(next);
        }
        return warnings;
    }

    @Test
    void planIsExplainedForTheVersionsThatAreRead() throws Exception {
        String before;
        try (Connection connection = DriverManager.getConnection(url)) {
            before = explained(connection);
        }
        child.breakOffAt(CommitStep.APPLIED, url);
        try (Connection connection = DriverManager.getConnection(url + "?readOnly=true")) {
            assertThat(explained(connection)).isEqualTo(before);
        }
    }

    private static String explained(Connection connection) throws SQLException {
        return Rows.of(connection, "EXPLAIN SELECT * FROM a UNION ALL SELECT * FROM b")
                .toString();
    }

    @Test
    void nextReadWriteConnectionGoesOnWithIt() throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        String record = record();
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.NEW);
            assertThat(Rows.of(connection, "SELECT * FROM information_schema.lancesql_transactions"))
                    .isEmpty();
            assertThat(Rows.of(
                            connection,
                            "SELECT transaction_id, outcome, table_name FROM information_schema.lancesql_recoveries"
                                    + " ORDER BY table_name"))
                    .isEqualTo(CrashTables.NAMES.stream()
                            .sorted()
                            .map(table -> List.of(record, "COMMITTED", table))
                            .toList());
            assertThat(Rows.of(
                            connection,
                            "SELECT * FROM information_schema.lancesql_recoveries"
                                    + " WHERE recovered_by IS NULL OR applied_version <> base_version + 1"
                                    + " OR undone_version IS NOT NULL"))
                    .isEmpty();
        }
        assertThat(log.records()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"version\": 99}", "not JSON"})
    void recordWithoutAPlanThatCanBeReadBlocksWritesByName(String plan) throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        String record = record();
        Path file = database.resolve("_lancesql/plans").resolve(record);
        byte[] content = Files.readAllBytes(file);
        Files.writeString(file, plan);
        checkBlocked(record);
        Files.write(file, content);
        checkRecovered();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"changes\":.*|\"changes\":[]}|no table",
                "\"base\":\\d+|\"base\":77|@77",
                "\"table\":\"b\"|\"table\":\"a\"|a@",
                "\"rows\":\\d+|\"rows\":\"one\"|\"rows\" is \"one\"",
                "\"fields\":\\[[0-9,]*\\]|\"fields\":7|\"fields\" is no array",
                "\"removed\":\\{\"0\":\"[^\"]*\"|\"removed\":{\"0\":\"AAAA\"|cannot be read",
                "^.{100}.*|{\"format\":1,|it is not JSON from byte",
                "^.*|{}|does not say its format"
            })
    void planThatDoesNotSayAllBlocksWritesAndSaysWhy(String part, String replacement, String why) throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        String record = record();
        Path file = database.resolve("_lancesql/plans").resolve(record);
        String plan = Files.readString(file);
        String damaged = plan.replaceFirst(part, Matcher.quoteReplacement(replacement));
        assertThat(damaged).isNotEqualTo(plan);
        Files.writeString(file, damaged);
        checkBlocked(record);
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(failure(connection, "UPDATE a SET v = v WHERE id = 7").getMessage())
                    .contains(why)
                    .doesNotContain("\n");
        }
        Files.writeString(file, plan);
        checkRecovered();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"state\":\"Q\"}", "P;a,1;b,1", "{\"state\":\"P\",\"tables\":{\"a\":\"one\"}}"})
    void recordThatCannotBeReadBlocksByName(String text) throws Exception {
        child.breakOffAt(CommitStep.PREPARED, url);
        String record = record();
        String value = log.all().get("t." + record);
        log.put(Map.of("t." + record, text));
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(failure(connection, "UPDATE a SET v = v WHERE id = 7").getMessage())
                    .contains(record, "a");
        }
        log.put(Map.of("t." + record, value));
        checkRecovered();
    }

    @Test
    void tablesAreWhatTheyAreWhenTheLogIsGone() throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        FileTree.delete(log.log());
        checkUsable();
    }

    @Test
    void tablesAreWhatTheyAreWhenTheFolderOfLanceSqlIsGone() throws Exception {
        child.breakOffAt(CommitStep.APPLIED, url);
        FileTree.delete(database.resolve("_lancesql"));
        checkUsable();
        child.commit(0, Ending.BREAK, url);
        assertThat(child.recover(url).result()).isEqualTo(Result.RECOVERED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void clockOfTheOwnerMayBeWrongByADay(long days) throws Exception {
        child.breakOffAt(CommitStep.PREPARED, url);
        String record = record();
        String other = shifted(record, Duration.ofDays(days));
        Map<String, String> keys = new HashMap<>();
        log.records().forEach((key, value) -> {
            if (key.startsWith("t.")) {
                keys.put(key, null);
                keys.put("t." + other, value.replace(record, other));
            } else {
                keys.put(key, other);
            }
        });
        Path plans = database.resolve("_lancesql/plans");
        String plan = Files.readString(plans.resolve(record));
        Files.writeString(plans.resolve(other), plan.replace(record, other));
        Files.delete(plans.resolve(record));
        log.put(keys);
        checkRecovered();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoRecoverersDoItOnce(boolean cleansLog) throws Exception {
        Path template = Files.createDirectory(directory.resolve("template"));
        child.breakOffAt(CommitStep.APPLIED, url);
        FileTree.delete(template);
        FileTree.copy(database, template);
        for (int step = cleansLog ? 1 : 2; ; step += 2) {
            Path copy = directory.resolve("copy" + step);
            FileTree.copy(template, copy);
            String urlOfCopy = "jdbc:lance:" + copy;
            CrashChild.Answer answer = child.recover(step, Ending.PAUSE, urlOfCopy);
            if (!child.isPaused()) {
                assertThat(answer.result()).as(answer.message()).isEqualTo(Result.RECOVERED);
                assertThat(step).as("steps of a recovery").isGreaterThan(CrashTables.NAMES.size());
                return;
            }
            List<Long> versions = recoverFirst(urlOfCopy, copy, cleansLog);
            answer = child.goOn();
            assertThat(answer.result()).as(answer.message()).isEqualTo(Result.RECOVERED);
            assertThat(versions(copy)).as("versions after the second recovery").isEqualTo(versions);
            try (Connection connection = DriverManager.getConnection(urlOfCopy);
                    LogFiles logOfCopy = new LogFiles(copy)) {
                assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.NEW);
                assertThat(logOfCopy.records()).isEmpty();
            }
        }
    }

    private List<Long> recoverFirst(String urlOfCopy, Path copy, boolean cleansLog) throws SQLException {
        try (Connection connection = DriverManager.getConnection(urlOfCopy);
                LogFiles logOfCopy = new LogFiles(copy)) {
            assertThat(oracle.check(CrashTables.read(connection), true)).containsExactly(Side.NEW);
            if (cleansLog) {
                logOfCopy.clean();
            }
        }
        return versions(copy);
    }

    private static List<Long> versions(Path database) {
        try (ForeignWriter writer = new ForeignWriter(database)) {
            return CrashTables.NAMES.stream().map(writer::version).toList();
        }
    }

    /** The only transaction that is not decided. */
    private String record() {
        return log.records().keySet().stream()
                .filter(key -> key.startsWith("t."))
                .map(key -> key.substring(2))
                .findFirst()
                .orElseThrow();
    }

    /** Nobody guesses: who writes is refused, who reads sees what was before. */
    private void checkBlocked(String record) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Connection reader = DriverManager.getConnection(url + "?readOnly=true")) {
            for (String table : CrashTables.NAMES) {
                SQLException error = failure(connection, "UPDATE " + table + " SET v = v WHERE id = 7");
                assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo(BLOCKED);
                assertThat(error.getMessage()).contains(record, table);
            }
            for (Connection each : List.of(reader, connection)) {
                assertThat(oracle.check(CrashTables.read(each), true)).containsExactly(Side.OLD);
            }
        }
    }

    private static SQLException failure(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return catchThrowableOfType(SQLException.class, () -> statement.executeUpdate(sql));
        }
    }

    private void checkRecovered() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            Set<Side> sides = oracle.check(CrashTables.read(connection), true);
            assertThat(sides).hasSize(1);
        }
        assertThat(log.records()).isEmpty();
        checkUsable();
    }

    /** Every table can be read and written. */
    private void checkUsable() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String table : CrashTables.NAMES) {
                assertThat(statement.executeUpdate("UPDATE " + table + " SET v = 'next' WHERE id = 7"))
                        .isEqualTo(1);
                assertThat(Rows.of(connection, "SELECT v FROM " + table + " WHERE id = 7"))
                        .containsExactly(List.of("next"));
            }
        }
    }

    /** The identifier with another time in it. */
    private static String shifted(String ulid, Duration by) {
        long millis = 0;
        for (char digit : ulid.substring(0, ULID_TIME).toCharArray()) {
            millis = millis * ULID_DIGITS.length() + ULID_DIGITS.indexOf(digit);
        }
        millis += by.toMillis();
        StringBuilder time = new StringBuilder();
        for (int i = 0; i < ULID_TIME; i++) {
            time.insert(0, ULID_DIGITS.charAt((int) (millis % ULID_DIGITS.length())));
            millis /= ULID_DIGITS.length();
        }
        return time + ulid.substring(ULID_TIME);
    }
}
