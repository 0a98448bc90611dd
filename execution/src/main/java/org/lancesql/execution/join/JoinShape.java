package org.lancesql.execution.join;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Expression;

/**
 * What a join does with the rows of its inputs.
 *
 * @param condition what pairs of equal keys must fulfil besides, over the columns of the left input followed by those of
 *     the right; or null
 * @param buildLeft whether the left input is the build side; not for SEMI and ANTI
 * @param fields names and types of the result
 */
public record JoinShape(
        JoinKind kind, JoinKeys keys, @Nullable Expression condition, boolean buildLeft, List<Field> fields) {
    public JoinShape {
        requireNonNull(kind, "kind is null");
        requireNonNull(keys, "keys is null");
        fields = List.copyOf(fields);
        if (buildLeft && kind.isLeftOnly()) {
            throw new IllegalArgumentException(kind + " join builds its right input");
        }
    }

    /** Whether several operators can each join a part of the probe side. */
    public boolean hasLanes() {
        return !keepsUnmatchedBuild();
    }

    int[] probeColumns() {
        return buildLeft ? keys.right() : keys.left();
    }

    int[] buildColumns() {
        return buildLeft ? keys.left() : keys.right();
    }

    boolean keepsUnmatchedProbe() {
        return buildLeft ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft();
    }

    boolean keepsUnmatchedBuild() {
        return buildLeft ? kind.keepsUnmatchedLeft() : kind.keepsUnmatchedRight();
    }
}
