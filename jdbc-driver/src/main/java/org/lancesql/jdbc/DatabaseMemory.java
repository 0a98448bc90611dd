package org.lancesql.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;

/**
 * How much memory a database may take, as far as a connection says so.
 *
 * @param limitBytes limit of all its buffers
 * @param columnCache most that columns may stay in
 */
record DatabaseMemory(OptionalLong limitBytes, Optional<Share> columnCache) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)i?b?", Pattern.CASE_INSENSITIVE);
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s*%");
    private static final Share DEFAULT_CACHE = new Share(25, true);
    private static final int ALL = 100;

    /** So many bytes, or so many percent of all. */
    record Share(long amount, boolean isPercent) {
        long bytes(long all) {
            return isPercent ? all / ALL * amount + all % ALL * amount / ALL : Math.min(all, amount);
        }
    }

    static DatabaseMemory of(Map<ConnectionProperty, String> values) throws SQLException {
        String limit = values.get(ConnectionProperty.MEMORY_LIMIT);
        String cache = values.get(ConnectionProperty.COLUMN_CACHE);
        return new DatabaseMemory(
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit(limit)),
                cache == null ? Optional.empty() : Optional.of(share(cache)));
    }

    private static long limit(String value) throws SQLException {
        Long bytes = bytes(value);
        if (bytes == null) {
            throw invalid(ConnectionProperty.MEMORY_LIMIT, value, "a number of bytes such as 536870912, 512m or 4g");
        } else if (bytes <= 0) {
            throw invalid(ConnectionProperty.MEMORY_LIMIT, value, "more than 0 and less than 8 million terabytes");
        }
        return bytes;
    }

    private static Share share(String value) throws SQLException {
        Matcher percent = PERCENT.matcher(value.trim());
        Long bytes = bytes(value);
        if (percent.matches() && Integer.parseInt(percent.group(1)) <= ALL) {
            return new Share(Integer.parseInt(percent.group(1)), true);
        } else if (bytes == null || bytes < 0) {
            throw invalid(
                    ConnectionProperty.COLUMN_CACHE,
                    value,
                    "a number of bytes such as 512m, or from 0% to 100%; 0 keeps no columns");
        }
        return new Share(bytes, false);
    }

    /** Null for what is no number of bytes, -1 for one that is too large. */
    private static @Nullable Long bytes(String value) {
        Matcher matcher = SIZE.matcher(value.trim());
        if (!matcher.matches()) {
            return null;
        }
        String unit = (matcher.group(2) + " ").toLowerCase(Locale.ROOT);
        int shift = " kmgt".indexOf(unit.charAt(0)) * 10;
        long number = Long.parseLong(matcher.group(1));
        return number > Long.MAX_VALUE >> shift ? -1 : number << shift;
    }

    private static SQLException invalid(ConnectionProperty property, String value, String valid) {
        return JdbcErrors.invalidArgument(
                "Connection property " + property.key() + " cannot be \"" + value + "\": it is " + valid);
    }

    /** The limit of all buffers. */
    long allBytes() {
        return limitBytes.orElseGet(MachineMemory::defaultLimitBytes);
    }

    /** What columns may stay in. */
    long columnCacheBytes() {
        return columnCacheBytes(allBytes());
    }

    /** What a connection asks for that another one opened the database without. */
    Optional<ConnectionProperty> difference(DatabaseMemory asked) {
        if (asked.limitBytes.isPresent() && !asked.limitBytes.equals(limitBytes)) {
            return Optional.of(ConnectionProperty.MEMORY_LIMIT);
        }
        boolean otherCache = asked.columnCache.isPresent() && asked.columnCacheBytes(allBytes()) != columnCacheBytes();
        return otherCache ? Optional.of(ConnectionProperty.COLUMN_CACHE) : Optional.empty();
    }

    private long columnCacheBytes(long all) {
        return columnCache.orElse(DEFAULT_CACHE).bytes(all);
    }
}
