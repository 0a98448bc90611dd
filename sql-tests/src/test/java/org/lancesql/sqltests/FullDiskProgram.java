package org.lancesql.sqltests;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A program that runs the transaction of {@link CrashTables} again and again on a small disk, each time with a little more
 * room left on it. It prints for each time {@code <free pages> <outcome> <side while full> <side afterwards>}, where the
 * outcome is {@code 00000} or the SQLSTATE with which the commit failed; and {@code # <message>} where it failed.
 *
 * <p>Arguments: folder that is the disk, first number of free pages, last one, step.
 */
final class FullDiskProgram {
    private static final int PAGE = 4_096;

    private final Path disk;
    private final CrashOracle oracle = new CrashOracle(CrashOperation.NOTHING, Set.of());

    private FullDiskProgram(Path disk) {
        this.disk = disk;
    }

    public static void main(String[] arguments) throws Exception {
        FullDiskProgram program = new FullDiskProgram(Path.of(arguments[0]));
        int last = Integer.parseInt(arguments[2]);
        int step = Integer.parseInt(arguments[3]);
        for (int pages = Integer.parseInt(arguments[1]); pages <= last; pages += step) {
            program.run(pages);
        }
    }

    private void run(int freePages) throws Exception {
        Path database = Files.createDirectory(disk.resolve("db" + freePages));
        CrashTables.create(database, CrashTables.Layout.PLAIN);
        String url = "jdbc:lance:" + database;
        Path filler = disk.resolve("filler");
        String state;
        String whileFull;
        try (Connection connection = DriverManager.getConnection(url + "?mixedMutations=allow")) {
            CrashTables.read(connection);
            fill(filler, freePages);
            state = commit(connection);
            whileFull = side(url + "?readOnly=true");
        } finally {
            Files.deleteIfExists(filler);
        }
        System.out.println(freePages + " " + state + " " + whileFull + " " + side(url));
        FileTree.delete(database);
    }

    private void fill(Path filler, int freePages) throws IOException {
        long bytes = Files.getFileStore(disk).getUsableSpace() - (long) freePages * PAGE;
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[PAGE];
            for (long written = 0; written < bytes; written += PAGE) {
                out.write(page);
            }
        }
    }

    private static String commit(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : CrashTables.TRANSACTION) {
                statement.executeUpdate(sql);
            }
            connection.commit();
            return "00000";
        } catch (SQLException e) {
            System.out.println("# " + e.getMessage().replace('\n', ' '));
            connection.rollback();
            return e.getSQLState();
        }
    }

    private String side(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return oracle.check(CrashTables.read(connection), true)
                    .iterator()
                    .next()
                    .name();
        }
    }
}
