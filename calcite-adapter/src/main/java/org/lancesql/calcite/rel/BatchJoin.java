package org.lancesql.calcite.rel;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinInfo;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.JoinFactory;
import org.lancesql.calcite.runtime.KeySource;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.execution.join.JoinKeys;
import org.lancesql.execution.join.JoinKind;
import org.lancesql.execution.join.JoinShape;

/**
 * Joins two inputs through a hash table of one of them; what the condition asks besides equal columns is asked of each pair
 * of equal keys, of every pair when there are none.
 */
public final class BatchJoin extends Join implements BatchRel {
    private static final double COST_FACTOR = 0.1;

    private final boolean buildLeft;
    private final @Nullable KeySource source;

    private BatchJoin(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            RexNode condition,
            JoinRelType joinType,
            boolean buildLeft,
            @Nullable KeySource source) {
        super(cluster, traits, List.of(), left, right, condition, Set.of(), joinType);
        this.buildLeft = buildLeft;
        this.source = source;
    }

    /** The batch form of a join, or empty when it has none. The smaller input is the one kept in memory, where that can be chosen. */
    public static Optional<BatchJoin> of(Join join, RelTraitSet traits, RelNode left, RelNode right) {
        if (kind(join.getJoinType()) == null || !canHash(join)) {
            return Optional.empty();
        }
        if (NotInKeys.of(join).isPresent()) {
            return Optional.of(new BatchJoin(
                    join.getCluster(), traits, left, right, join.getCondition(), join.getJoinType(), false, null));
        }
        RelMetadataQuery query = join.getCluster().getMetadataQuery();
        boolean buildLeft = query.getRowCount(join.getLeft()) < query.getRowCount(join.getRight());
        return Optional.of(new BatchJoin(
                join.getCluster(), traits, left, right, join.getCondition(), join.getJoinType(), buildLeft, null));
    }

    /** Whether equal keys have equal bytes: both sides are of one type that can be a key. */
    private static boolean canHash(Join join) {
        JoinInfo info = join.analyzeCondition();
        List<Field> left = SqlTypes.toArrow(join.getLeft().getRowType());
        List<Field> right = SqlTypes.toArrow(join.getRight().getRowType());
        for (int i = 0; i < info.leftKeys.size(); i++) {
            Field key = left.get(info.leftKeys.get(i));
            if (!KeyCodec.supports(key)
                    || !key.getType().equals(right.get(info.rightKeys.get(i)).getType())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JoinKind kind(JoinRelType type) {
        return switch (type) {
            case INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case RIGHT -> JoinKind.RIGHT;
            case FULL -> JoinKind.FULL;
            case SEMI -> JoinKind.SEMI;
            case ANTI -> JoinKind.ANTI;
            default -> null;
        };
    }

    @Override
    public Join copy(
            RelTraitSet traits,
            RexNode newCondition,
            RelNode newLeft,
            RelNode newRight,
            JoinRelType newType,
            boolean semiJoinDone) {
        return new BatchJoin(getCluster(), traits, newLeft, newRight, newCondition, newType, buildLeft, source);
    }

    /** The join of inputs of which the one that is probed wants to know its keys. */
    public BatchJoin withInputs(List<RelNode> inputs, KeySource newSource) {
        return new BatchJoin(
                getCluster(), traitSet, inputs.get(0), inputs.get(1), condition, joinType, buildLeft, newSource);
    }

    /** The input whose rows are looked up, if those without a match are not in the result. */
    public OptionalInt probe() {
        JoinKind kind = requireNonNull(kind(joinType));
        boolean keepsUnmatched = buildLeft ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft();
        return keepsUnmatched ? OptionalInt.empty() : OptionalInt.of(buildLeft ? 1 : 0);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer)
                .item("build", buildLeft ? "left" : "right")
                .itemIf("tellsKeys", source == null ? null : source.number(), source != null);
    }

    /** Keeping a row costs more than looking one up. */
    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double leftRows = query.getRowCount(getLeft());
        double rightRows = query.getRowCount(getRight());
        double built = buildLeft ? leftRows : rightRows;
        double compared = joinInfo.leftKeys.isEmpty() && NotInKeys.of(this).isEmpty() ? leftRows * rightRows : 0;
        double cpu = leftRows + rightRows + built + compared + query.getRowCount(this);
        return planner.getCostFactory().makeCost(leftRows + rightRows, cpu, 0).multiplyBy(COST_FACTOR);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory leftFactory = compileInput(0, context);
        OperatorFactory rightFactory = compileInput(1, context);
        Optional<NotInKeys> notIn = NotInKeys.of(this);
        if (notIn.isPresent()) {
            JoinKeys key = notIn.get().keys(getLeft());
            JoinShape shape = new JoinShape(JoinKind.NULL_AWARE_ANTI, key, null, false, SqlTypes.toArrow(getRowType()));
            return new JoinFactory(leftFactory, rightFactory, shape, null);
        }
        JoinKind kind = requireNonNull(kind(joinType));
        JoinKeys keys = keys();
        RexNode rest = RexUtil.composeConjunction(getCluster().getRexBuilder(), joinInfo.nonEquiConditions, true);
        Expression residual = rest == null ? null : context.compile(rest);
        List<Field> fields = SqlTypes.toArrow(getRowType());
        return new JoinFactory(
                leftFactory, rightFactory, new JoinShape(kind, keys, residual, buildLeft, fields), source);
    }

    private JoinKeys keys() {
        List<Field> left = SqlTypes.toArrow(getLeft().getRowType());
        boolean[] nullsMatch = new boolean[joinInfo.leftKeys.size()];
        for (int i = 0; i < nullsMatch.length; i++) {
            nullsMatch[i] = !joinInfo.nullExclusionFlags.get(i);
        }
        return new JoinKeys(
                joinInfo.leftKeys.toIntArray(),
                joinInfo.rightKeys.toIntArray(),
                joinInfo.leftKeys.stream().map(left::get).toList(),
                nullsMatch);
    }
}
