package org.lancesql.calcite;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The settings of a session: {@code SET} and {@code RESET} change them, {@code SHOW} prints them, and a connection URL
 * gives their first values under the same names.
 */
public enum Setting {
    TIME_ZONE(
            "timeZone",
            "Time zone of the session, for example Europe/Berlin; that of the JVM by default",
            "a time zone such as UTC, +02:00 or Europe/Berlin",
            Setting::zone),
    QUERY_TIMEOUT(
            "queryTimeout",
            "Seconds after which a statement is stopped; 0 for never",
            "a number of seconds from 0 to " + Setting.MAX_TIMEOUT_SECONDS,
            Setting::seconds),
    APPLICATION_NAME(
            "applicationName", "Name of the program, kept with each version that it writes", "a text", name -> name),
    ISOLATION(
            "isolation",
            "What a transaction sees of later commits of others: READ COMMITTED or REPEATABLE READ",
            "READ COMMITTED or REPEATABLE READ",
            Setting::isolation),
    MIXED_MUTATIONS(
            "mixedMutations",
            "Whether one script, batch or transaction may both add and remove rows: reject or allow",
            "reject or allow",
            value -> oneOf(value, "reject", "allow")),
    SYNC(
            "sync",
            "What an acknowledged commit survives: full for a power loss, os for a crash of the process",
            "full or os",
            value -> oneOf(value, "full", "os")),
    MERGE_FRAGMENTS(
            "mergeFragments",
            "Small fragments of a table from which on a commit lets them be merged in the background; 0 for never",
            "0 or a number from " + Setting.FEWEST_FRAGMENTS + " to " + Setting.MOST_FRAGMENTS,
            Setting::fragments),
    AS_OF(
            "asOf",
            "The moment whose tables are read, or tag:<name> of the database; empty for the present",
            "a moment such as 2026-03-01T12:30:00Z, or tag: and the name of a tag",
            value -> value),
    QUERY_MEMORY(
            "queryMemory",
            "Most memory that one statement takes, for example 512m, or a share of the database's memoryLimit such as 75%",
            "a number of bytes such as 536870912, 512m or 4g, or from 1% to 100%",
            value -> MemoryBudget.parse(value).toString());

    private static final int MAX_TIMEOUT_SECONDS = Integer.MAX_VALUE / 1000;
    private static final int FEWEST_FRAGMENTS = 2;
    private static final int MOST_FRAGMENTS = 1_000_000;

    private final String key;
    private final String description;
    private final String valid;
    private final UnaryOperator<String> canonical;

    Setting(String key, String description, String valid, UnaryOperator<String> canonical) {
        this.key = key;
        this.description = description;
        this.valid = valid;
        this.canonical = canonical;
    }

    /** Its name as it is printed and stands in a URL. */
    public String key() {
        return key;
    }

    public String description() {
        return description;
    }

    /** Finds a setting without regard to case and underscores: {@code time_zone} and {@code TimeZone} are one. */
    public static Optional<Setting> find(String name) {
        String plain = plain(name);
        return Arrays.stream(values())
                .filter(setting -> plain(setting.key).equals(plain))
                .findFirst();
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(Setting::key).toList();
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /**
     * A value in the form in which it is kept.
     *
     * @throws IllegalArgumentException when it is none; the message names the setting and its range
     */
    public String canonical(String value) {
        try {
            return canonical.apply(value.trim());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException(key + " cannot be \"" + value + "\": it is " + valid, e);
        }
    }

    /** The value of a session that was given none. */
    String defaultValue() {
        return switch (this) {
            case TIME_ZONE -> ZoneId.systemDefault().getId();
            case QUERY_TIMEOUT -> "0";
            case APPLICATION_NAME, AS_OF -> "";
            case ISOLATION -> "REPEATABLE READ";
            case MIXED_MUTATIONS -> "reject";
            case SYNC -> "full";
            case QUERY_MEMORY -> "75%";
            case MERGE_FRAGMENTS -> "100";
        };
    }

    private static String oneOf(String value, String... values) {
        return Arrays.stream(values)
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }

    private static String isolation(String value) {
        String level = value.toUpperCase(Locale.ROOT).replaceAll("[_\\s]+", " ");
        if (level.equals("SERIALIZABLE")) {
            throw new StatementException(
                    StatementException.Reason.NOT_SUPPORTED,
                    "Isolation SERIALIZABLE is not supported; there are READ COMMITTED and REPEATABLE READ, which reads"
                            + " one snapshot and fails with 40001 when others changed the same rows");
        }
        return level.equals("READ UNCOMMITTED") ? "READ COMMITTED" : oneOf(level, "READ COMMITTED", "REPEATABLE READ");
    }

    private static String zone(String value) {
        boolean isLocal = value.equalsIgnoreCase("LOCAL") || value.equalsIgnoreCase("DEFAULT");
        return (isLocal ? ZoneId.systemDefault() : ZoneId.of(value)).getId();
    }

    private static String fragments(String value) {
        int fragments = Integer.parseInt(value);
        if (fragments != 0 && (fragments < FEWEST_FRAGMENTS || fragments > MOST_FRAGMENTS)) {
            throw new IllegalArgumentException(value);
        }
        return Integer.toString(fragments);
    }

    private static String seconds(String value) {
        int seconds = Integer.parseInt(value);
        if (seconds < 0 || seconds > MAX_TIMEOUT_SECONDS) {
            throw new IllegalArgumentException(value);
        }
        return Integer.toString(seconds);
    }
}
