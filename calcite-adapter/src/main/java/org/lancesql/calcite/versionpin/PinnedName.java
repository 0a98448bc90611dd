package org.lancesql.calcite.versionpin;

import java.util.OptionalLong;

/**
 * A table name as the schema is asked for it: plain, or with the version that a reference was pinned to, or as the target
 * of a statement that changes the table.
 *
 * @param table name as typed
 * @param isTarget whether the address and the id of each row are wanted
 */
public record PinnedName(String table, OptionalLong version, boolean isTarget) {
    /** No name that can be typed holds it, quoted or not; the parser refuses it. */
    static final char SEPARATOR = '\u0001';

    private static final String TARGET = SEPARATOR + "target";

    public PinnedName(String table, OptionalLong version) {
        this(table, version, false);
    }

    /** The target of a statement. */
    static PinnedName target(String table) {
        return new PinnedName(table, OptionalLong.empty(), true);
    }

    /** The same reference to a table under its stored name. */
    public PinnedName withTable(String stored) {
        return new PinnedName(stored, version, isTarget);
    }

    /** Reads a name that {@link #encode} made, or a plain one. */
    public static PinnedName decode(String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0) {
            return new PinnedName(name, OptionalLong.empty());
        }
        String table = name.substring(0, separator);
        return name.endsWith(TARGET)
                ? target(table)
                : new PinnedName(table, OptionalLong.of(Long.parseLong(name.substring(separator + 1))));
    }

    public String encode() {
        if (isTarget) {
            return table + TARGET;
        }
        return version.isPresent() ? table + SEPARATOR + version.getAsLong() : table;
    }

    /** Replaces encoded names within a message or a plan by what the user typed. */
    public static String humanise(String text) {
        return text.indexOf(SEPARATOR) < 0
                ? text
                : text.replace(TARGET, "")
                        .replaceAll(SEPARATOR + "(\\d+)", " FOR VERSION AS OF $1")
                        .replace(String.valueOf(SEPARATOR), "");
    }
}
