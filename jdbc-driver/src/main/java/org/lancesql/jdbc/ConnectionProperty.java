package org.lancesql.jdbc;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Setting;

/** What can be set when a connection is opened, in the URL or in the properties. Names match without case. */
enum ConnectionProperty {
    READ_ONLY("readOnly", "false", "Whether the connection refuses to change anything; then it never writes a byte"),
    CREATE("create", "true", "Whether a missing directory is created"),
    MEMORY_LIMIT(
            "memoryLimit",
            null,
            "Most memory that the database's buffers take, for example 512m or 4g; half of the machine's by default."
                    + " All connections to one database share it"),
    COLUMN_CACHE(
            "columnCache",
            "25%",
            "Most memory that columns which were read stay in, for example 512m, or a share of the memoryLimit; 0 to keep"
                    + " none. All connections to one database share it"),
    APPLICATION_NAME(Setting.APPLICATION_NAME, null),
    USER("user", null, "Name kept with each version that the connection writes; the login name by default"),
    PASSWORD("password", null, "Accepted because tools send one, and not used"),
    PROGRESS(
            "progress",
            "false",
            "Whether statements that take long, such as BACKUP DATABASE, show on standard error how far they are; the"
                    + " shell sets it at a terminal"),
    TIME_ZONE(Setting.TIME_ZONE, null),
    QUERY_TIMEOUT(Setting.QUERY_TIMEOUT, "0"),
    ISOLATION(Setting.ISOLATION, "REPEATABLE READ"),
    MIXED_MUTATIONS(Setting.MIXED_MUTATIONS, "reject"),
    SYNC(Setting.SYNC, "full"),
    MERGE_FRAGMENTS(Setting.MERGE_FRAGMENTS, "100"),
    AS_OF(Setting.AS_OF, null),
    QUERY_MEMORY(Setting.QUERY_MEMORY, "75%");

    private final String key;
    private final @Nullable String defaultValue;
    private final String description;
    private final @Nullable Setting setting;

    ConnectionProperty(String key, @Nullable String defaultValue, String description) {
        this(key, defaultValue, description, null);
    }

    /** The first value of a setting of the session. */
    ConnectionProperty(Setting setting, @Nullable String defaultValue) {
        this(setting.key(), defaultValue, setting.description(), setting);
    }

    ConnectionProperty(String key, @Nullable String defaultValue, String description, @Nullable Setting setting) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
        this.setting = setting;
    }

    /** The setting that it gives the first value to, if any. */
    @Nullable Setting setting() {
        return setting;
    }

    String key() {
        return key;
    }

    @Nullable String defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    boolean isBoolean() {
        return this == READ_ONLY || this == CREATE || this == PROGRESS;
    }

    static Optional<ConnectionProperty> find(String name) {
        return Arrays.stream(values())
                .filter(property -> property.key.equalsIgnoreCase(name))
                .findFirst();
    }

    /** Keys that concern the connection alone, not the database that it shares, nor the terminal that it is used from. */
    static List<String> keysOfOneConnection() {
        return Arrays.stream(values())
                .filter(property -> property != CREATE
                        && property != MEMORY_LIMIT
                        && property != COLUMN_CACHE
                        && property != PROGRESS)
                .map(ConnectionProperty::key)
                .toList();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(ConnectionProperty::key).toList();
    }

    /** The key that is most like a name that is none, if one is near. */
    static Optional<String> nearest(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return keys().stream()
                .filter(key -> distance(lower, key.toLowerCase(Locale.ROOT)) <= Math.max(2, name.length() / 3))
                .min(Comparator.comparingInt(key -> distance(lower, key.toLowerCase(Locale.ROOT))));
    }

    /** Levenshtein distance. */
    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] current = new int[right.length() + 1];
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[right.length()];
    }
}
