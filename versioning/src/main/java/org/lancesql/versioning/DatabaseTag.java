package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A name for one consistent snapshot of all tables.
 *
 * @param versions each table's version; a table that is not in it did not exist
 */
public record DatabaseTag(String name, Instant createdAt, SortedMap<String, Long> versions) {
    private static final char BETWEEN = ' ';

    public DatabaseTag {
        requireNonNull(name, "name is null");
        requireNonNull(createdAt, "createdAt is null");
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** A line for the time and one for each table: its version and its name. */
    String encode() {
        StringBuilder text = new StringBuilder(createdAt.toString());
        versions.forEach((table, version) ->
                text.append('\n').append(version).append(BETWEEN).append(table));
        return text.toString();
    }

    /** @throws IllegalArgumentException when the text is none of {@link #encode} */
    static DatabaseTag decode(String name, String text) {
        String[] lines = text.split("\n");
        SortedMap<String, Long> versions = new TreeMap<>();
        try {
            for (int i = 1; i < lines.length; i++) {
                int end = lines[i].indexOf(BETWEEN);
                versions.put(lines[i].substring(end + 1), Long.valueOf(lines[i].substring(0, Math.max(0, end))));
            }
            return new DatabaseTag(name, Instant.parse(lines[0]), versions);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no time: " + lines[0], e);
        }
    }
}
