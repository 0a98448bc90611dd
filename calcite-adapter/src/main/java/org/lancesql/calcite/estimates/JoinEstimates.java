package org.lancesql.calcite.estimates;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ChainedRelMetadataProvider;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;

/** Row counts of joins and aggregates from the row counts of their inputs and the values of their keys. */
public final class JoinEstimates implements MetadataHandler<BuiltInMetadata.RowCount> {
    /** Calcite's estimates with ours in front. */
    public static final RelMetadataProvider PROVIDER = ChainedRelMetadataProvider.of(List.of(
            ReflectiveRelMetadataProvider.reflectiveSource(new JoinEstimates(), BuiltInMetadata.RowCount.Handler.class),
            ReflectiveRelMetadataProvider.reflectiveSource(
                    new Selectivities(), BuiltInMetadata.Selectivity.Handler.class),
            ReflectiveRelMetadataProvider.reflectiveSource(
                    new ColumnSources(), BuiltInMetadata.ColumnOrigin.Handler.class),
            ExactPredicates.PROVIDER,
            Objects.requireNonNull(DefaultRelMetadataProvider.INSTANCE)));

    /** Share of the rows that begin a group, where nothing is known of the values. */
    private static final double NEW_VALUES = 0.1;

    private JoinEstimates() {}

    @Override
    public MetadataDef<BuiltInMetadata.RowCount> getDef() {
        return BuiltInMetadata.RowCount.DEF;
    }

    /** Called by Calcite's metadata system. */
    public Double getRowCount(Join join, RelMetadataQuery query) {
        double left = ColumnValues.rows(join.getLeft(), query);
        double right = ColumnValues.rows(join.getRight(), query);
        JoinInfo info = join.analyzeCondition();
        List<ColumnValues> leftKeys = new ArrayList<>();
        List<ColumnValues> rightKeys = new ArrayList<>();
        for (int i = 0; i < info.leftKeys.size(); i++) {
            leftKeys.add(ColumnValues.of(join.getLeft(), info.leftKeys.get(i), query));
            rightKeys.add(ColumnValues.of(join.getRight(), info.rightKeys.get(i), query));
        }
        if (!join.getJoinType().projectsRight()) {
            double share = SemiJoinShare.of(leftKeys, rightKeys, right, !info.nonEquiConditions.isEmpty());
            return Math.max(1, left * (join.getJoinType() == JoinRelType.SEMI ? share : 1 - share));
        }
        double selectivity = KeySelectivity.of(leftKeys, rightKeys);
        for (RexNode condition : info.nonEquiConditions) {
            selectivity *= RelMdUtil.guessSelectivity(condition);
        }
        return rows(join.getJoinType(), left, right, Math.max(1, left * right * selectivity));
    }

    /** Called by Calcite's metadata system. */
    public Double getRowCount(Aggregate aggregate, RelMetadataQuery query) {
        if (aggregate.getGroupCount() == 0) {
            return 1.0;
        }
        double rows = ColumnValues.rows(aggregate.getInput(), query);
        double groups = 1;
        for (int key : aggregate.getGroupSet()) {
            ColumnValues values = ColumnValues.of(aggregate.getInput(), key, query);
            groups *= values.isKnown() ? values.among(rows) : Math.max(1, rows * NEW_VALUES);
        }
        return Math.min(rows, groups) * Math.max(1, aggregate.getGroupSets().size());
    }

    private static double rows(JoinRelType type, double left, double right, double inner) {
        return switch (type) {
            case LEFT -> Math.max(left, inner);
            case RIGHT -> Math.max(right, inner);
            case FULL -> Math.max(left + right, inner);
            default -> inner;
        };
    }
}
