package org.lancesql.sqltests.logictest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/** The files of SQL Logic Test, which are resources of the library {@code net.hydromatic:sql-logic-test}. */
final class TestFiles {
    private static final String ROOT = "test/";
    private static final String SUFFIX = ".test";

    private TestFiles() {}

    /** The names of all files, such as {@code test/index/in/10/slt_good_0.test}, sorted. */
    static List<String> all() {
        URL known = Objects.requireNonNull(
                TestFiles.class.getClassLoader().getResource(ROOT + "select1.test"), "sql-logic-test is not there");
        try (JarFile library = ((JarURLConnection) known.openConnection()).getJarFile()) {
            return library.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(ROOT) && name.endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All files in an order that takes one file of each folder after the other, so that any beginning of it has as much
     * variety as there is.
     *
     * @param seed which file of a folder comes first
     */
    static List<String> varied(long seed) {
        Map<String, List<String>> folders = all().stream()
                .collect(Collectors.groupingBy(
                        TestFiles::folder, TreeMap::new, Collectors.toCollection(ArrayList::new)));
        record Placed(String file, int place) {}
        List<Placed> placed = new ArrayList<>();
        folders.forEach((folder, files) -> {
            Collections.shuffle(files, new Random(seed ^ folder.hashCode()));
            for (int i = 0; i < files.size(); i++) {
                placed.add(new Placed(files.get(i), i));
            }
        });
        return placed.stream()
                .sorted(Comparator.comparingInt(Placed::place))
                .map(Placed::file)
                .toList();
    }

    static String folder(String file) {
        return file.substring(0, file.lastIndexOf('/'));
    }

    /** The lines of a file. */
    static BufferedReader open(String file) {
        return new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(
                        TestFiles.class.getClassLoader().getResourceAsStream(file),
                        () -> "SQL Logic Test has no file " + file),
                StandardCharsets.UTF_8));
    }
}
