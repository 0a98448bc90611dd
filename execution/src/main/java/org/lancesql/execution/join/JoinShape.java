package org.lancesql.execution.join;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Expression;

/**
 * What a join does with the rows of its inputs.
 *
 * @param condition what pairs of equal keys must fulfil besides, over the columns of the left input followed by those of
 *     the right; or null
 * @param buildLeft whether the left input is the build side
 * @param fields names and types of the result
 */
public record JoinShape(
        JoinKind kind, JoinKeys keys, @Nullable Expression condition, boolean buildLeft, List<Field> fields) {
    public JoinShape {
        requireNonNull(kind, "kind is null");
        requireNonNull(keys, "keys is null");
        fields = List.copyOf(fields);
        if (kind == JoinKind.NULL_AWARE_ANTI
                && (buildLeft || condition != null || keys.fields().size() != 1 || keys.nullsMatch()[0])) {
            throw new IllegalArgumentException(
                    "null-aware anti join of more than one key, or that keeps its left input");
        }
    }

    /** Whether the result is some of the rows of the build side, once each: the join of a {@link KeptRowsOperator}. */
    public boolean givesBuild() {
        return buildLeft && kind.isLeftOnly();
    }

    /** Whether several operators can each join a part of the probe side. */
    public boolean hasLanes() {
        return !givesBuild();
    }

    int[] probeColumns() {
        return buildLeft ? keys.right() : keys.left();
    }

    int[] buildColumns() {
        return buildLeft ? keys.left() : keys.right();
    }

    /**
     * For each column of the build side the column of the probe side that has the same value in each pair, or -1: a
     * floating-point number equals others in SQL that look different.
     */
    int[] sameAsProbe(int buildWidth) {
        int[] same = new int[buildWidth];
        Arrays.fill(same, -1);
        for (int i = 0; kind == JoinKind.INNER && i < keys.fields().size(); i++) {
            if (!(keys.fields().get(i).getType() instanceof ArrowType.FloatingPoint)) {
                same[buildColumns()[i]] = probeColumns()[i];
            }
        }
        return same;
    }

    boolean keepsUnmatchedProbe() {
        return buildLeft ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft();
    }

    boolean keepsUnmatchedBuild() {
        return buildLeft ? kind.keepsUnmatchedLeft() : kind.keepsUnmatchedRight();
    }
}
