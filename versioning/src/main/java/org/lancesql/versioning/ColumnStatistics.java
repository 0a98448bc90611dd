package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What ANALYZE found out about a column.
 *
 * @param version of the table that was read
 * @param analyzedAt when
 * @param rows of the table
 * @param nulls rows without a value
 * @param distinct different values, by estimate
 * @param least the least value as text; null when there is none, when it is long, or when values have no order
 * @param greatest the greatest value as text, or null as above
 */
public record ColumnStatistics(
        long version,
        Instant analyzedAt,
        long rows,
        long nulls,
        double distinct,
        @Nullable String least,
        @Nullable String greatest) {
    public ColumnStatistics {
        requireNonNull(analyzedAt, "analyzedAt is null");
        if (version < 1 || rows < 0 || nulls < 0 || nulls > rows || !(distinct >= 0 && distinct <= rows)) {
            throw new IllegalArgumentException(
                    "version " + version + ", " + rows + " rows, " + nulls + " nulls, " + distinct + " values");
        }
    }
}
