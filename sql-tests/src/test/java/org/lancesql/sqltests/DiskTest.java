package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.mutation.CommitStep;
import org.lancesql.sqltests.CrashProgram.Ending;

/**
 * Commits to several tables on a disk that is full, and on one that cannot be written: real ones, mounted for a child
 * program in a name space of its own. Where the system does not allow that, the tests are skipped.
 */
class DiskTest {
    private static final int MOST_PAGES = Integer.getInteger("lancesql.disk.pages", 31);
    private static final int STEP = Integer.getInteger("lancesql.disk.step", 5);
    private static final long MOST_SECONDS = 600;

    @TempDir
    private Path directory;

    private Path disk;

    @BeforeEach
    void requireMounts() throws Exception {
        disk = Files.createDirectory(directory.resolve("disk"));
        Process process = new ProcessBuilder(mounting("mount -t tmpfs -o size=1m tmpfs " + disk, List.of("true")))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() == 0, "a program may mount a file system in its own name space: " + output);
    }

    /** A command that runs another one when it has mounted something that only that one sees. */
    private static List<String> mounting(String mount, List<String> command) {
        List<String> all = new ArrayList<>(
                List.of("unshare", "--map-root-user", "--mount", "sh", "-c", mount + " && exec \"$@\"", "sh"));
        all.addAll(command);
        return all;
    }

    @Test
    void commitOnAFullDiskIsWholeOrNothing() throws Exception {
        List<String> arguments =
                List.of(disk.toString(), String.valueOf(1), String.valueOf(MOST_PAGES), String.valueOf(STEP));
        Set<String> states = new TreeSet<>();
        try (ChildProgram child = new ChildProgram(
                command -> mounting("mount -t tmpfs -o size=32m tmpfs " + disk, command),
                FullDiskProgram.class,
                directory,
                MOST_SECONDS,
                arguments)) {
            for (String line : child.readRest()) {
                if (!line.startsWith("#")) {
                    check(line.split(" "), states);
                }
            }
            child.join();
        }
        assertThat(states).as("outcomes").contains("00000", "53100");
    }

    private static void check(String[] words, Set<String> states) {
        states.add(words[1]);
        switch (words[1]) {
            case "00000" ->
                assertThat(List.of(words[2], words[3])).as(words[0] + " pages").containsExactly("NEW", "NEW");
            case "53100" -> assertThat(words[2]).as(words[0] + " pages").isEqualTo("OLD");
            default ->
                assertThat(words[1]).as("outcome with " + words[0] + " pages").isEqualTo("08007");
        }
    }

    @Test
    void databaseThatCannotBeWrittenIsReadRightWithAPendingRecord() throws Exception {
        Path database = Files.createDirectory(directory.resolve("db"));
        String url = "jdbc:lance:" + database;
        CrashTables.create(database, CrashTables.Layout.PLAIN);
        try (CrashChild child = new CrashChild(directory)) {
            child.breakOffAt(CommitStep.APPLIED, url);
        }
        String mount = "mount --bind " + database + " " + database + " && mount -o remount,bind,ro " + database;
        try (CrashChild child = new CrashChild(command -> mounting(mount, command), directory)) {
            CrashChild.Answer answer = child.recover(url);
            Map<Long, String> before = CrashTables.before();
            assertThat(answer.message())
                    .isEqualTo(new TreeMap<>(Map.of("a", before, "b", before, "c", before)).toString());
            answer = child.commit(0, Ending.BREAK, url);
            assertThat(answer.sqlState()).as(answer.message()).isEqualTo("25006");
        }
    }
}
