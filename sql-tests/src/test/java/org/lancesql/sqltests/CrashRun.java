package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lancesql.sqltests.CrashOracle.Side;
import org.lancesql.sqltests.CrashProgram.Ending;
import org.lancesql.sqltests.CrashProgram.Result;

/** Runs a {@link CrashCase} on a database of its own, and reads it at each moment in between. */
final class CrashRun implements AutoCloseable {
    private static final String CONFLICT = "40001";
    private static final String BLOCKED = "55006";
    private static final List<Long> LOOKED_UP = List.of(1L, 2L, 5L, 7L, 12L, 13L, 15L, 100L, 101L, 200L, 900L, 2000L);
    private static final long NEXT_ROW = 700;

    private final CrashCase test;
    private final CrashChild child;
    private final String url;
    private final ForeignWriter writer;
    private final LogFiles log;
    private final Connection reader;
    private final Connection readerAndWriter;
    private final CrashOracle oracle;

    /** @param database with the tables of the case's layout */
    CrashRun(CrashCase test, CrashChild child, Path database) throws SQLException {
        this.test = test;
        this.child = child;
        this.url = "jdbc:lance:" + database;
        this.oracle = new CrashOracle(test.operation(), test.changed());
        this.writer = new ForeignWriter(database);
        this.log = new LogFiles(database);
        this.reader = DriverManager.getConnection(url + "?readOnly=true");
        this.readerAndWriter = DriverManager.getConnection(url + "?sync=os");
        check(reader, true);
    }

    /** How it ended. */
    enum End {
        OLD,
        NEW,
        /** What the other program has done can only be decided by people. */
        BLOCKED
    }

    End run() throws Exception {
        CrashChild.Answer answer = commit();
        check(reader, false);
        if (!test.isLate()) {
            runOther();
        }
        if (test.recoveryStep() > 0) {
            child.recover(test.recoveryStep(), Ending.BREAK, url);
            check(reader, false);
        }
        runOther();
        try {
            settle();
        } catch (SQLException e) {
            checkBlocked(e);
            return End.BLOCKED;
        }
        return checkSettled(answer);
    }

    private CrashChild.Answer commit() throws Exception {
        CrashChild.Answer answer = child.commit(test.step(), test.ending(), url);
        if (answer.result() == null && test.ending() == Ending.PAUSE) {
            check(reader, false);
            runOther();
            try {
                settle();
                check(readerAndWriter, false);
            } catch (SQLException e) {
                checkBlocked(e);
            }
            if (test.cleansLog() && log.version() > 0) {
                log.clean();
            }
            check(reader, false);
            answer = child.goOn();
        }
        return answer;
    }

    private void runOther() throws SQLException {
        oracle.run(writer);
        check(reader, false);
    }

    /** Statements of three kinds find what was left. */
    private void settle() throws Exception {
        switch (test.step() % 3) {
            case 0 -> CrashTables.read(readerAndWriter);
            case 1 -> execute("UPDATE b SET v = v WHERE id = 7");
            default -> {
                CrashChild.Answer answer = child.isPaused() ? null : child.recover(url);
                if (answer != null && answer.result() == Result.FAILED) {
                    throw new SQLException(answer.message(), answer.sqlState());
                }
            }
        }
        for (String table : CrashTables.NAMES) {
            execute("UPDATE " + table + " SET v = v WHERE id = 7");
        }
    }

    private int execute(String sql) throws SQLException {
        for (int attempt = 0; ; attempt++) {
            try (Statement statement = readerAndWriter.createStatement()) {
                return statement.executeUpdate(sql);
            } catch (SQLException e) {
                if (attempt == 3 || !CONFLICT.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    /** What cannot be decided says so, and still nobody reads a part of it. */
    private void checkBlocked(SQLException error) throws SQLException {
        assertThat(error.getSQLState()).as(error.getMessage()).isEqualTo(BLOCKED);
        Map<String, String> records = log.records();
        assertThat(records).isNotEmpty();
        String record = records.keySet().stream()
                .filter(key -> key.startsWith("t."))
                .map(key -> key.substring(2))
                .findFirst()
                .orElseThrow();
        assertThat(error.getMessage()).contains(record);
        check(reader, false);
    }

    private End checkSettled(CrashChild.Answer answer) throws Exception {
        Set<Side> sides = check(reader, true);
        sides.retainAll(check(readerAndWriter, true));
        assertThat(sides).as("what the two connections saw in common").isNotEmpty();
        if (answer.result() == Result.COMMITTED) {
            assertThat(sides).as("sides, after the commit was acknowledged").contains(Side.NEW);
        } else if (answer.result() == Result.FAILED) {
            assertThat(answer.sqlState()).as(answer.message()).isEqualTo(CONFLICT);
            assertThat(sides).as("sides, after the commit has failed").contains(Side.OLD);
        }
        assertThat(log.records()).as("records").isEmpty();
        checkNothingIsLeftToDo();
        checkLookups();
        checkNextWrite();
        return sides.contains(Side.NEW) ? End.NEW : End.OLD;
    }

    private void checkNothingIsLeftToDo() throws IOException {
        List<Long> versions = versions();
        assertThat(child.recover(url).result()).isEqualTo(Result.RECOVERED);
        assertThat(versions()).as("versions after a second recovery").isEqualTo(versions);
    }

    private List<Long> versions() {
        return CrashTables.NAMES.stream().map(writer::version).toList();
    }

    private void checkLookups() throws SQLException {
        Map<String, Map<Long, String>> tables = CrashTables.read(reader);
        for (String table : CrashTables.NAMES) {
            for (long id : LOOKED_UP) {
                String value = tables.get(table).get(id);
                String what = "rows of " + table + " with id " + id;
                assertThat(Rows.of(reader, "SELECT v FROM " + table + " WHERE id = " + id))
                        .as(what)
                        .isEqualTo(value == null ? List.of() : List.of(List.of(value)));
                assertThat(writer.count(table, "id = " + id)).as(what).isEqualTo(value == null ? 0 : 1);
            }
        }
    }

    private void checkNextWrite() throws SQLException {
        for (String table : CrashTables.NAMES) {
            execute("INSERT INTO " + table + " (id, v) VALUES (" + NEXT_ROW + ", 'next')");
            for (Connection connection : List.of(reader, readerAndWriter)) {
                assertThat(Rows.count(connection, "SELECT count(*) FROM " + table + " WHERE id = " + NEXT_ROW))
                        .as("the next row of " + table)
                        .isEqualTo(1);
            }
        }
    }

    private Set<Side> check(Connection connection, boolean isSettled) throws SQLException {
        return oracle.check(CrashTables.read(connection), isSettled);
    }

    @Override
    public void close() throws SQLException {
        readerAndWriter.close();
        reader.close();
        log.close();
        writer.close();
    }
}
