package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of damage to each kind of file makes its own table fail, by name, and nothing else; no process dies of it. */
class DamageTest {
    private static final Schema ORDERS = ScalarTypes.schema("id BIGINT", "item VARCHAR");
    private static final Random RANDOM = new Random(7);

    @TempDir
    private Path directory;

    private enum Kind {
        MANIFEST("_versions", ".manifest"),
        DATA("data", ".lance"),
        DELETION("_deletions", ""),
        TRANSACTION("_transactions", ".txn"),
        INDEX("_indices", ".lance");

        private final String folder;
        private final String suffix;

        Kind(String folder, String suffix) {
            this.folder = folder;
            this.suffix = suffix;
        }
    }

    private enum Damage {
        MISSING,
        EMPTY,
        CUT,
        RUBBISH,
        NEWER
    }

    @Test
    void damageIsReportedByItsTableAlone() throws Exception {
        ForeignWriter writer = new ForeignWriter(directory);
        writer.create("intact", ORDERS, rows(0, 1000));
        writer.append("intact", ORDERS, rows(1000, 1000));
        writer.delete("intact", "id = 3");
        index();
        List<String> damaged = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Damage damage : Damage.values()) {
                String name = (kind + "_" + damage).toLowerCase(Locale.ROOT);
                damaged.add(name);
                damage(copy(name), kind, damage);
            }
        }
        for (NewerManifest newer : NewerManifest.values()) {
            String name = "newer_" + newer.name().toLowerCase(Locale.ROOT);
            damaged.add(name);
            newer.write(copy(name));
        }
        Files.createDirectory(directory.resolve("empty_folder.lance"));
        damaged.add("empty_folder");

        ChildJvm.Result result = ChildJvm.run(
                ChildJvm.currentJavaHome(),
                List.of(
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DamagedTables.class.getName(),
                        directory.toString()),
                directory.getParent());

        assertThat(result.exitCode()).as(result.output()).isZero();
        Map<String, String> lines = new LinkedHashMap<>();
        result.output().lines().forEach(line -> {
            String[] words = line.split(" ", 3);
            if (words.length == 3) {
                lines.put(words[0] + " " + words[1], words[2]);
            }
        });
        assertThat(lines).containsEntry("intact scan", "00000 1999").containsEntry("intact lookup", "00000 item 7");
        assertThat(result.output()).contains("tables " + (damaged.size() + 1));
        assertThat(lines)
                .containsEntry("information_schema columns", "00000 2")
                .containsEntry("information_schema tables", "00000 " + (damaged.size() + 1));
        for (String table : damaged) {
            check(table, lines, result.output());
        }
        checkNewer(lines);
        checkIndexes(lines);
    }

    /** What the program does not know is no damage: it says who does. */
    private static void checkNewer(Map<String, String> lines) {
        String refused = "0A000 .*\\b%s\\b.* a newer program wrote it.*";
        for (String table : List.of("newer_reader_flags", "newer_data_format")) {
            for (String attempt : List.of("scan", "lookup", "describe", "insert", "index")) {
                assertThat(lines.get(table + " " + attempt)).as(attempt).matches(refused.formatted(table));
            }
        }
        for (String attempt : List.of("scan", "lookup")) {
            assertThat(lines.get("data_newer " + attempt)).matches(refused.formatted("data_newer"));
        }
        for (String table : List.of("newer_writer_flags", "newer_data_files")) {
            assertThat(lines).containsEntry(table + " scan", "00000 1999");
            assertThat(lines.get(table + " insert")).matches(refused.formatted(table));
        }
        assertThat(lines.get("newer_writer_flags index")).matches(refused.formatted("newer_writer_flags"));
        assertThat(lines).containsEntry("intact insert", "00000 1").containsEntry("intact index", "00000 0");
    }

    /** A query that an index would answer names it. */
    private static void checkIndexes(Map<String, String> lines) {
        for (Damage damage : Damage.values()) {
            String table = "index_" + damage.name().toLowerCase(Locale.ROOT);
            assertThat(lines.get(table + " lookup"))
                    .matches((damage == Damage.NEWER ? "0A000" : "58030") + " Table " + table + " .* index by_id: .*");
            assertThat(lines).containsEntry(table + " scan", "00000 1999");
        }
    }

    private static void check(String table, Map<String, String> lines, String output) {
        // Rows cannot be right without these files; the others may not be needed, or their damage may not matter.
        boolean needed = table.matches("empty_folder|deletion_missing|(manifest|data)_(missing|empty|cut|rubbish)");
        for (String attempt : List.of("scan", "lookup", "describe")) {
            String line = lines.get(table + " " + attempt);
            assertThat(line).as(output).isNotNull();
            if (line.startsWith("00000")) {
                // What was read all the same is right.
                String right = Map.of("scan", "00000 1999", "lookup", "00000 item 7", "describe", "00000 id,item")
                        .get(attempt);
                assertThat(line).as("%s %s", table, attempt).isEqualTo(right);
            } else {
                assertThat(line).as("%s %s", table, attempt).matches("(58030|0A000) .*\\b" + table + "\\b.*");
            }
        }
        if (needed) {
            assertThat(lines.get(table + " scan")).as(table).doesNotStartWith("00000");
        }
    }

    private void index() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE INDEX by_id ON intact (id)");
        }
    }

    private static Iterator<Object[]> rows(long from, int count) {
        return LongStream.range(from, from + count)
                .mapToObj(id -> new Object[] {id, "item " + id})
                .iterator();
    }

    private Path copy(String name) throws IOException {
        Path source = directory.resolve("intact.lance");
        Path target = directory.resolve(name + ".lance");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }

    /** Damages every file of a kind. */
    private static void damage(Path table, Kind kind, Damage damage) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(table.resolve(kind.folder))) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(kind.suffix))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
        assertThat(files).as("%s in %s", kind, table).isNotEmpty();
        for (Path file : files) {
            damage(file, damage);
        }
    }

    private static void damage(Path file, Damage damage) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (damage) {
            case MISSING -> Files.delete(file);
            case EMPTY -> Files.write(file, new byte[0]);
            case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
            case RUBBISH -> {
                RANDOM.nextBytes(bytes);
                Files.write(file, bytes);
            }
            case NEWER -> Files.write(file, newer(bytes));
        }
    }

    /** Lance's files end with the version of their format, two numbers of two bytes, and the letters LANC. */
    private static byte[] newer(byte[] bytes) {
        byte[] changed = bytes.clone();
        String magic =
                new String(bytes, Math.max(0, bytes.length - 4), Math.min(4, bytes.length), StandardCharsets.US_ASCII);
        if (magic.equals("LANC")) {
            changed[changed.length - 8] = 99;
        } else {
            changed[0] = 99;
        }
        return changed;
    }
}
