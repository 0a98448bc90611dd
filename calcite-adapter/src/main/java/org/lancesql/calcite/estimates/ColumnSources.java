package org.lancesql.calcite.estimates;

import java.util.Set;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.LanceTableScan;

/** Where columns come from, also through scans of some columns, and while the physical plan is looked for. */
public final class ColumnSources implements MetadataHandler<BuiltInMetadata.ColumnOrigin> {
    ColumnSources() {}

    @Override
    public MetadataDef<BuiltInMetadata.ColumnOrigin> getDef() {
        return BuiltInMetadata.ColumnOrigin.DEF;
    }

    /** Called by Calcite's metadata system. */
    public Set<RelColumnOrigin> getColumnOrigins(LanceTableScan scan, RelMetadataQuery query, int column) {
        return Set.of(new RelColumnOrigin(scan.getTable(), scan.spec().columns().get(column), false));
    }

    /** Called by Calcite's metadata system. */
    public @Nullable Set<RelColumnOrigin> getColumnOrigins(RelSubset subset, RelMetadataQuery query, int column) {
        return query.getColumnOrigins(subset.getBestOrOriginal(), column);
    }
}
