package org.lancesql.calcite.estimates;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;

/**
 * How many different values a column has in the table that it comes from, whatever rows of it are left.
 *
 * @param distinct number of values, or the most there can be
 * @param isKnown whether the number is an estimate from the values
 * @param tableRows rows of the table
 */
public record ColumnValues(double distinct, boolean isKnown, double tableRows) {
    private static final double UNKNOWN_ROWS = 1_000;

    /** A column of a plan; one that is computed can have as many values as there are rows. */
    public static ColumnValues of(RelNode node, int column, RelMetadataQuery query) {
        @Nullable Set<RelColumnOrigin> origins = query.getColumnOrigins(node, column);
        if (origins != null && origins.size() == 1) {
            RelColumnOrigin origin = origins.iterator().next();
            LanceTable table = origin.getOriginTable().unwrap(LanceTable.class);
            if (table != null && !origin.isDerived()) {
                return of(table, origin.getOriginColumnOrdinal(), PlanSamples.of(node));
            }
        }
        double rows = rows(node, query);
        return new ColumnValues(rows, false, rows);
    }

    private static ColumnValues of(LanceTable table, int column, Optional<PlanSamples> samples) {
        double rows = Math.max(1, table.rowCount());
        OptionalDouble distinct = samples.map(known -> known.distinct(table, table.storedName(column), rows))
                .orElse(OptionalDouble.empty());
        return new ColumnValues(Math.min(rows, distinct.orElse(rows)), distinct.isPresent(), rows);
    }

    /** Different values among some of the table's rows. */
    public double among(double rows) {
        return Math.max(1, distinct * -Math.expm1(-rows / distinct));
    }

    static double rows(RelNode node, RelMetadataQuery query) {
        return Math.max(1, Util.first(query.getRowCount(node), UNKNOWN_ROWS));
    }
}
