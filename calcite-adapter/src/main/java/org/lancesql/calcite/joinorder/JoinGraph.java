package org.lancesql.calcite.joinorder;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * Joins that may be done in any order. Expressions are over the columns of all relations, one relation after the other.
 *
 * @param relations what is joined
 * @param equalities sets of columns that are equal in every row of the result
 * @param conditions what else rows of the result fulfil
 * @param outputs the columns that are wanted
 * @param rowType names of the columns that are wanted
 */
record JoinGraph(
        List<Relation> relations,
        List<ImmutableBitSet> equalities,
        List<RexNode> conditions,
        List<RexNode> outputs,
        RelDataType rowType) {
    JoinGraph {
        relations = List.copyOf(relations);
        equalities = List.copyOf(equalities);
        conditions = List.copyOf(conditions);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input of the joins.
     *
     * @param offset number of its first column
     * @param type INNER, or SEMI or ANTI for one that only tells which rows of others are wanted
     * @param condition of a semi or anti join; null else
     */
    record Relation(
            RelNode node,
            int offset,
            JoinRelType type,
            @Nullable RexNode condition) {
        int columns() {
            return node.getRowType().getFieldCount();
        }

        Relation with(RelNode newNode) {
            return new Relation(newNode, offset, type, condition);
        }

        boolean isInner() {
            return type == JoinRelType.INNER;
        }

        boolean has(int column) {
            return column >= offset && column < offset + columns();
        }
    }

    /** The same with something done to each relation. */
    JoinGraph with(UnaryOperator<RelNode> change) {
        return new JoinGraph(
                relations.stream()
                        .map(relation -> relation.with(change.apply(relation.node())))
                        .toList(),
                equalities,
                conditions,
                outputs,
                rowType);
    }

    /** The relation that has a column. */
    int relationOf(int column) {
        for (int i = 0; i < relations.size(); i++) {
            if (relations.get(i).has(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("column " + column + " is of no relation");
    }

    /** The relations that an expression refers to, as bits. */
    long relationsOf(RexNode expression) {
        long relationBits = 0;
        for (int column : RelOptUtil.InputFinder.bits(expression)) {
            relationBits |= 1L << relationOf(column);
        }
        return relationBits;
    }
}
