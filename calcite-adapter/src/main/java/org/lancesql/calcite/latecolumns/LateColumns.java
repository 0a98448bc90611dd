package org.lancesql.calcite.latecolumns;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchFetchColumns;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rel.BatchSort;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.rel.ScanSpec;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.TableHandle;

/**
 * Lets scans below a top-N leave out wide columns that nothing on the way asks for, and fetches these by the addresses of the
 * few rows that are left.
 *
 * <p>Only where the number of rows has a bound: were it a wrong estimate, fetching row by row would cost many times what
 * reading the column costs.
 */
public final class LateColumns {
    /** Rows that are fetched at the most. */
    private static final long MOST_ROWS = 10_000;

    /** What fetching a value costs, in bytes that are read in the same time. */
    private static final double FETCH_BYTES = 32 << 10;

    /** What reading must cost so that it is worth looking for another way. */
    private static final double MUCH_BYTES = 16 << 20;

    /** How many times cheaper the other way has to be: estimates err, and columns may be in memory. */
    private static final double GAIN = 4;

    private final RelMetadataQuery query;

    private LateColumns(RelMetadataQuery query) {
        this.query = query;
    }

    /** The plan with such scans and fetches. */
    public static BatchRel mark(BatchRel plan) {
        return bound(plan) > 0 || hasBound(plan)
                ? (BatchRel) new LateColumns(plan.getCluster().getMetadataQuery()).marked(plan)
                : plan;
    }

    private static boolean hasBound(RelNode node) {
        for (RelNode input : node.getInputs()) {
            if (bound(input) > 0 || hasBound(input)) {
                return true;
            }
        }
        return false;
    }

    /** How many rows a top-N gives at the most; 0 for what is none, or gives too many. */
    private static long bound(RelNode node) {
        Long rows = null;
        if (node instanceof LanceTableScan scan && !scan.spec().order().isEmpty()) {
            rows = scan.spec().fetch();
        } else if (node instanceof BatchSort sort && sort.fetch instanceof RexLiteral literal) {
            rows = literal.getValueAs(Long.class);
        }
        return rows == null || rows > MOST_ROWS ? 0 : rows;
    }

    private RelNode marked(RelNode node) {
        long rows = bound(node);
        if (rows > 0) {
            return fetching(node, rows);
        }
        List<RelNode> inputs = node.getInputs().stream().map(this::marked).toList();
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    /** The top-N with one scan after the other narrowed, as far as it is worth while. */
    private RelNode fetching(RelNode top, long rows) {
        for (LanceTableScan scan : scans(top)) {
            Optional<PassedColumns> passed = PassedColumns.of(top, scan);
            Set<Integer> late =
                    passed.map(columns -> late(scan, columns.unasked(), rows)).orElse(Set.of());
            if (!late.isEmpty()) {
                NarrowPlan narrow = NarrowPlan.of(top, scan, late);
                return new BatchFetchColumns(
                        fetching(narrow.node(), rows), scan, narrow.address(), narrow.places(), top.getRowType());
            }
        }
        return top;
    }

    private static List<LanceTableScan> scans(RelNode plan) {
        List<LanceTableScan> scans = new ArrayList<>();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                if (node instanceof LanceTableScan scan && mayFetch(scan)) {
                    scans.add(scan);
                }
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return scans;
    }

    private static boolean mayFetch(LanceTableScan scan) {
        return scan.lanceTable().pending().isEmpty()
                && !scan.lanceTable().isTarget()
                && !scan.spec().columns().contains(scan.addressColumn());
    }

    /** Those of the scan's columns that are worth fetching. */
    private Set<Integer> late(LanceTableScan scan, Set<Integer> unasked, long rows) {
        ScanSpec spec = scan.spec();
        double read = query.getRowCount(scan.with(spec.withFetch(List.of(), 0, null)));
        Set<Integer> late = new HashSet<>();
        double saved = 0;
        try (TableHandle handle =
                scan.lanceTable().stored().open(scan.lanceTable().plannedOn())) {
            for (int column : unasked) {
                Field field = scan.lanceTable().columns().get(spec.columns().get(column));
                double bytes = read * handle.valueBytes(field.getName());
                if (FieldMetadata.isPlain(field) && bytes > GAIN * rows * FETCH_BYTES) {
                    late.add(column);
                    saved += bytes;
                }
            }
        }
        return saved < MUCH_BYTES ? Set.of() : late;
    }
}
