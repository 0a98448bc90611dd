package org.lancesql.calcite.plan;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;

/**
 * Row counts of joins from the row counts of tables.
 *
 * <p>A column of a join key is taken to hold as many values as the smaller of the two tables has rows: the smaller
 * table is the one whose key the other refers to.
 */
public final class JoinEstimates implements MetadataHandler<BuiltInMetadata.RowCount> {
    private static final double UNKNOWN_ROWS = 1_000;
    private static final double SEMI_JOIN_SELECTIVITY = 0.5;

    /** Calcite's estimates with ours in front. */
    public static final RelMetadataProvider PROVIDER = ChainedRelMetadataProvider.of(List.of(
            ReflectiveRelMetadataProvider.reflectiveSource(new JoinEstimates(), BuiltInMetadata.RowCount.Handler.class),
            ExactPredicates.PROVIDER,
            java.util.Objects.requireNonNull(DefaultRelMetadataProvider.INSTANCE)));

    private JoinEstimates() {}

    @Override
    public MetadataDef<BuiltInMetadata.RowCount> getDef() {
        return BuiltInMetadata.RowCount.DEF;
    }

    /** Called by Calcite's metadata system. */
    public Double getRowCount(Join join, RelMetadataQuery query) {
        double left = rows(join.getLeft(), query);
        double right = rows(join.getRight(), query);
        JoinInfo info = join.analyzeCondition();
        double selectivity = 1;
        for (int i = 0; i < info.leftKeys.size(); i++) {
            double values = Math.min(
                    tableRows(join.getLeft(), info.leftKeys.get(i), query),
                    tableRows(join.getRight(), info.rightKeys.get(i), query));
            double keySelectivity = 1 / Math.max(1, values);
            selectivity *= i == 0 ? keySelectivity : Math.sqrt(keySelectivity);
        }
        for (RexNode condition : info.nonEquiConditions) {
            selectivity *= RelMdUtil.guessSelectivity(condition);
        }
        return rows(join.getJoinType(), left, right, Math.max(1, left * right * selectivity));
    }

    private static double rows(JoinRelType type, double left, double right, double inner) {
        return switch (type) {
            case SEMI -> Math.max(1, Math.min(left * SEMI_JOIN_SELECTIVITY, inner));
            case ANTI -> Math.max(1, left * SEMI_JOIN_SELECTIVITY);
            case LEFT -> Math.max(left, inner);
            case RIGHT -> Math.max(right, inner);
            case FULL -> Math.max(left + right, inner);
            default -> inner;
        };
    }

    private static double rows(RelNode node, RelMetadataQuery query) {
        return Math.max(1, Util.first(query.getRowCount(node), UNKNOWN_ROWS));
    }

    /** Rows of the table that a column comes from, or of the node itself for a computed column. */
    private static double tableRows(RelNode node, int column, RelMetadataQuery query) {
        @Nullable Set<RelColumnOrigin> origins = query.getColumnOrigins(node, column);
        if (origins != null) {
            for (RelColumnOrigin origin : origins) {
                LanceTable table = origin.getOriginTable().unwrap(LanceTable.class);
                if (table != null) {
                    return Math.max(1, table.rowCount());
                }
            }
        }
        return rows(node, query);
    }
}
