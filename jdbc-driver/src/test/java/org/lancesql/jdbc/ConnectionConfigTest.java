package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.calcite.Setting;

class ConnectionConfigTest {
    private static ConnectionConfig parse(String url) throws SQLException {
        return ConnectionConfig.parse(url, new Properties());
    }

    private static SQLException failure(String url) {
        return catchThrowableOfType(SQLException.class, () -> parse(url));
    }

    @Test
    void urlWithoutDirectoryIsATemporaryDatabase() throws SQLException {
        assertThat(parse("jdbc:lance:").directory()).isNull();
        assertThat(parse("jdbc:lance:?user=ann").directory()).isNull();
    }

    @Test
    void defaultsAreThoseOfThePropertyTable() throws SQLException {
        ConnectionConfig config = parse("jdbc:lance:/data/sales");
        assertThat(config.directory()).isEqualTo(Path.of("/data/sales"));
        assertThat(config.readOnly()).isFalse();
        assertThat(config.create()).isTrue();
        assertThat(config.memory().limitBytes()).isEmpty();
        assertThat(config.user()).isEqualTo(System.getProperty("user.name"));
        assertThat(config.settings()).isEmpty();
    }

    @Test
    void keysAreReadFromUrlAndPropertiesWithoutCaseAndTheUrlWins() throws SQLException {
        Properties info = new Properties();
        info.setProperty("user", "bob");
        info.setProperty("READONLY", "true");
        info.setProperty("password", "secret");
        ConnectionConfig config = ConnectionConfig.parse(
                "jdbc:lance:/d?user=ann&applicationName=a%26b&timeZone=Europe/Berlin&queryTimeout=5&create=false",
                info);
        assertThat(config.user()).isEqualTo("ann");
        assertThat(config.readOnly()).isTrue();
        assertThat(config.create()).isFalse();
        assertThat(config.settings())
                .isEqualTo(Map.of(
                        Setting.APPLICATION_NAME, "a&b",
                        Setting.TIME_ZONE, "Europe/Berlin",
                        Setting.QUERY_TIMEOUT, "5"));
    }

    @ParameterizedTest
    @CsvSource({
        "/a%20b, /a b",
        "/a b, /a b",
        "/100%, /100%",
        "/100%25, /100%",
        "/%C3%BC, /ü",
        "/数据 😀, /数据 😀",
        "/what%3F, /what?",
        "/a+b, /a+b",
        "/a/../b, /b"
    })
    void directoryIsPercentDecodedAsUtf8(String typed, String directory) throws SQLException {
        assertThat(parse("jdbc:lance:" + typed).directory()).isEqualTo(Path.of(directory));
    }

    @Test
    void tildeIsTheHomeDirectory() throws SQLException {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(parse("jdbc:lance:~/db").directory()).isEqualTo(home.resolve("db"));
        assertThat(parse("jdbc:lance:~").directory()).isEqualTo(home);
    }

    @ParameterizedTest
    @CsvSource({"1024, 1024", "512m, 536870912", "4g, 4294967296", "4GB, 4294967296", "1GiB, 1073741824", "2k, 2048"})
    void memoryLimitTakesUnits(String typed, long bytes) throws SQLException {
        assertThat(parse("jdbc:lance:/d?memoryLimit=" + typed).memory().limitBytes())
                .hasValue(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1m, 1048576", "50%25, 536870912", "0%25, 0", "9g, 1073741824"})
    void columnCacheTakesUnitsAndShares(String typed, long bytes) throws SQLException {
        assertThat(parse("jdbc:lance:/d?memoryLimit=1g&columnCache=" + typed)
                        .memory()
                        .columnCacheBytes())
                .isEqualTo(bytes);
        assertThat(parse("jdbc:lance:/d?memoryLimit=400m").memory().columnCacheBytes())
                .isEqualTo(100 << 20);
    }

    @Test
    void serializableIsRefusedAsNotSupported() {
        assertThat(failure("jdbc:lance:/d?isolation=SERIALIZABLE").getSQLState())
                .isEqualTo("0A000");
    }

    @Test
    void unknownKeyIsRefusedWithTheNearestAndAllKeys() {
        SQLException failure = failure("jdbc:lance:/d?readonyl=true");
        assertThat((Throwable) failure)
                .hasMessage(
                        "There is no connection property \"readonyl\". Did you mean readOnly? Valid are readOnly, create,"
                                + " memoryLimit, columnCache, applicationName, user, password, progress, timeZone, queryTimeout,"
                                + " isolation, mixedMutations, sync, mergeFragments, asOf, queryMemory");
        assertThat(failure.getSQLState()).isEqualTo("22023");
        assertThat((Throwable) failure("jdbc:lance:/d?xyzzy=1")).message().doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readOnly=yes",
                "memoryLimit=lots",
                "memoryLimit=0",
                "memoryLimit=99999999t",
                "columnCache=101%25",
                "columnCache=some",
                "timeZone=Mars/Olympus",
                "queryTimeout=-1",
                "queryTimeout=soon",
                "isolation=snapshot",
                "mixedMutations=maybe",
                "queryMemory=101%25",
                "queryMemory=lots",
                "sync=never",
                "mergeFragments=1",
                "readOnly=true&readOnly=false",
                "timeZone=UTC&timezone=UTC",
                "create"
            })
    void valueThatDoesNotFitItsKeyIsRefused(String pair) {
        SQLException failure = failure("jdbc:lance:/d?" + pair);
        assertThat(failure.getSQLState()).isEqualTo("22023");
        assertThat((Throwable) failure).message().contains(pair.split("=")[0]);
    }
}
