package org.lancesql.calcite.versionpin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table name as the schema is asked for it: plain, or with the version that a reference was pinned to, or as the target
 * of a statement that changes the table.
 *
 * @param table name as typed
 * @param pin empty for the version that the statement reads of every table
 * @param isTarget whether the address and the id of each row are wanted
 */
public record PinnedName(String table, Optional<Pin> pin, boolean isTarget) {
    /** No name that can be typed holds it, quoted or not; the parser refuses it. */
    static final char SEPARATOR = '\u0001';

    private static final String TARGET = SEPARATOR + "target";

    /** Begins as pins do: the names of hidden columns, which have the separator before them, do not. */
    private static final Pattern PINNED =
            Pattern.compile(SEPARATOR + "(v\\d+|s|[nmVT][^" + SEPARATOR + "]+)" + SEPARATOR);

    public PinnedName(String table, Optional<Pin> pin) {
        this(table, pin, false);
    }

    /** A reference without a version. */
    public static PinnedName plain(String table) {
        return new PinnedName(table, Optional.empty());
    }

    /** The target of a statement. */
    static PinnedName target(String table) {
        return new PinnedName(table, Optional.empty(), true);
    }

    /** The same reference to a table under its stored name. */
    public PinnedName withTable(String stored) {
        return new PinnedName(stored, pin, isTarget);
    }

    /** The reference, at a version unless it names one itself. */
    public PinnedName withDefault(Pin otherwise) {
        return pin.isPresent() || isTarget ? this : new PinnedName(table, Optional.of(otherwise));
    }

    /** Reads a name that {@link #encode} made, or a plain one. */
    public static PinnedName decode(String name) {
        int separator = name.indexOf(SEPARATOR);
        if (separator < 0) {
            return plain(name);
        }
        String table = name.substring(0, separator);
        return name.endsWith(TARGET)
                ? target(table)
                : new PinnedName(table, Optional.of(Pin.decode(name.substring(separator + 1, name.length() - 1))));
    }

    public String encode() {
        if (isTarget) {
            return table + TARGET;
        }
        return pin.map(version -> table + SEPARATOR + version.encode() + SEPARATOR)
                .orElse(table);
    }

    /** Replaces encoded names within a message or a plan by what the user typed. */
    public static String humanise(String text) {
        return text.indexOf(SEPARATOR) < 0
                ? text
                : PINNED.matcher(text.replace(TARGET, ""))
                        .replaceAll(match -> Matcher.quoteReplacement(
                                Pin.decode(match.group(1)).sql()))
                        .replace(String.valueOf(SEPARATOR), "");
    }
}
