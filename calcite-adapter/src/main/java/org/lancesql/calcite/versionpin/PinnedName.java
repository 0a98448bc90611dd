package org.lancesql.calcite.versionpin;

import java.util.OptionalLong;

/**
 * A table name as the schema is asked for it: plain, or with the version that a reference was pinned to.
 *
 * @param table name as typed
 */
public record PinnedName(String table, OptionalLong version) {
    /** No name that can be typed holds it, quoted or not; the parser refuses it. */
    static final char SEPARATOR = '\u0001';

    /** Reads a name that {@link #encode} made, or a plain one. */
    public static PinnedName decode(String name) {
        int separator = name.indexOf(SEPARATOR);
        return separator < 0
                ? new PinnedName(name, OptionalLong.empty())
                : new PinnedName(
                        name.substring(0, separator), OptionalLong.of(Long.parseLong(name.substring(separator + 1))));
    }

    public String encode() {
        return version.isPresent() ? table + SEPARATOR + version.getAsLong() : table;
    }

    /** Replaces encoded names within a message or a plan by what the user typed. */
    public static String humanise(String text) {
        return text.indexOf(SEPARATOR) < 0 ? text : text.replaceAll(SEPARATOR + "(\\d+)", " FOR VERSION AS OF $1");
    }
}
