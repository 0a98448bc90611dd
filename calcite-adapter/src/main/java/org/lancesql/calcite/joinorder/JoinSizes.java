package org.lancesql.calcite.joinorder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.lancesql.calcite.estimates.ColumnValues;
import org.lancesql.calcite.estimates.SemiJoinShare;
import org.lancesql.calcite.joinorder.JoinGraph.Relation;

/** How many rows joins of some relations of a graph give, in whatever order they are joined. */
final class JoinSizes {
    private static final double UNKNOWN_ROWS = 1_000;

    private final JoinGraph graph;
    private final double[] rows;
    private final double[] tableRows;
    private final List<KeyClass> keys = new ArrayList<>();
    private final double[][] correlations;
    private final Map<Long, Double> known = new HashMap<>();
    private final long[] conditionRelations;
    private final double[] conditionShares;
    private final double[] semiShares;

    /**
     * Columns that are equal.
     *
     * @param relation of each column
     * @param distinct values of each
     */
    private record KeyClass(int[] relation, double[] distinct) {}

    JoinSizes(JoinGraph graph, RelMetadataQuery query) {
        this.graph = graph;
        int count = graph.relations().size();
        this.rows = new double[count];
        this.tableRows = new double[count];
        this.semiShares = new double[count];
        for (int i = 0; i < count; i++) {
            rows[i] = Math.max(
                    1, Util.first(query.getRowCount(graph.relations().get(i).node()), UNKNOWN_ROWS));
        }
        for (int i = 0; i < count; i++) {
            semiShares[i] = graph.relations().get(i).isInner() ? 1 : semiShare(i, query);
        }
        graph.equalities().forEach(equal -> keys.add(keyClass(equal, query)));
        this.correlations = new double[count][count];
        for (int left = 0; left < count; left++) {
            for (int right = left + 1; right < count; right++) {
                correlations[left][right] = correlation(left, right);
            }
        }
        this.conditionRelations =
                graph.conditions().stream().mapToLong(graph::relationsOf).toArray();
        this.conditionShares = graph.conditions().stream()
                .mapToDouble(RelMdUtil::guessSelectivity)
                .toArray();
    }

    private KeyClass keyClass(ImmutableBitSet columns, RelMetadataQuery query) {
        List<ColumnValues> values =
                columns.asList().stream().map(column -> values(column, query)).toList();
        for (int i = 0; i < values.size(); i++) {
            tableRows[graph.relationOf(columns.nth(i))] = values.get(i).tableRows();
        }
        // A column of unknown values is taken for one that refers to the smallest of the others.
        double fewest =
                values.stream().mapToDouble(ColumnValues::distinct).min().orElseThrow();
        return new KeyClass(
                columns.asList().stream().mapToInt(graph::relationOf).toArray(),
                values.stream()
                        .mapToDouble(value -> value.isKnown() ? value.distinct() : fewest)
                        .toArray());
    }

    private ColumnValues values(int column, RelMetadataQuery query) {
        Relation relation = graph.relations().get(graph.relationOf(column));
        return ColumnValues.of(relation.node(), column - relation.offset(), query);
    }

    private double semiShare(int semi, RelMetadataQuery query) {
        Relation relation = graph.relations().get(semi);
        List<ColumnValues> left = new ArrayList<>();
        List<ColumnValues> right = new ArrayList<>();
        boolean hasOther = false;
        for (RexNode conjunct : RelOptUtil.conjunctions(relation.condition())) {
            int[] sides = sides(conjunct, relation);
            if (sides.length == 0) {
                hasOther = true;
                continue;
            }
            left.add(values(sides[0], query));
            right.add(values(sides[1], query));
        }
        double share = SemiJoinShare.of(left, right, rows[semi], hasOther);
        return relation.type() == JoinRelType.SEMI ? share : 1 - share;
    }

    /** The columns, first that of another relation, of which a conjunct says that they are, or may be, equal; else none. */
    private static int[] sides(RexNode condition, Relation relation) {
        RexNode conjunct = condition.isA(SqlKind.IS_NOT_FALSE)
                ? ((RexCall) condition).getOperands().get(0)
                : condition;
        if (!conjunct.isA(SqlKind.EQUALS)
                || !((RexCall) conjunct).getOperands().stream().allMatch(RexInputRef.class::isInstance)) {
            return new int[0];
        }
        int first = ((RexInputRef) ((RexCall) conjunct).getOperands().get(0)).getIndex();
        int second = ((RexInputRef) ((RexCall) conjunct).getOperands().get(1)).getIndex();
        if (relation.has(first) == relation.has(second)) {
            return new int[0];
        }
        return relation.has(first) ? new int[] {second, first} : new int[] {first, second};
    }

    /** Whether a semi join has a key, so that not each pair of rows has to be looked at. */
    boolean hasKey(Relation semi) {
        return RelOptUtil.conjunctions(semi.condition()).stream()
                .anyMatch(conjunct -> sides(conjunct, semi).length > 0);
    }

    /** Rows of some relations, given as bits, joined with each other. */
    double rows(long relations) {
        if (Long.bitCount(relations) == 1) {
            return rows[Long.numberOfTrailingZeros(relations)];
        }
        return known.computeIfAbsent(relations, this::joined);
    }

    private double joined(long relations) {
        double result = 1;
        for (int i = 0; i < rows.length; i++) {
            if ((relations & 1L << i) != 0) {
                result *= graph.relations().get(i).isInner() ? rows[i] : semiShares[i];
            }
        }
        for (int i = 0; i < conditionShares.length; i++) {
            boolean applies = (conditionRelations[i] & ~relations) == 0;
            result *= applies ? conditionShares[i] : 1;
        }
        return Math.max(1, result * keyShare(relations));
    }

    private double keyShare(long relations) {
        double share = 1;
        for (KeyClass key : keys) {
            double[] distinct = inside(key, relations);
            Arrays.sort(distinct);
            for (int i = 1; i < distinct.length; i++) {
                share /= distinct[i];
            }
        }
        return share * correlation(relations);
    }

    private static double[] inside(KeyClass key, long relations) {
        double[] distinct = new double[key.relation.length];
        int count = 0;
        for (int i = 0; i < distinct.length; i++) {
            if ((relations & 1L << key.relation[i]) != 0) {
                distinct[count++] = key.distinct[i];
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    /** By how much pairs of relations that share several keys have more pairs of rows than if the keys were independent. */
    private double correlation(long relations) {
        double factor = 1;
        long joined = 0;
        for (int left = 0; left < rows.length; left++) {
            for (int right = left + 1; right < rows.length; right++) {
                long pair = 1L << left | 1L << right;
                if ((pair & ~relations) == 0 && (pair & ~joined) != 0) {
                    double more = correlations[left][right];
                    factor *= more;
                    joined |= more > 1 ? pair : 0;
                }
            }
        }
        return factor;
    }

    private double correlation(int left, int right) {
        double values = 1;
        int shared = 0;
        for (KeyClass key : keys) {
            double[] both = inside(key, 1L << left | 1L << right);
            if (both.length == 2) {
                values *= Math.max(both[0], both[1]);
                shared++;
            }
        }
        double fewest = Math.min(tableRows[left], tableRows[right]);
        return shared < 2 || values <= fewest ? 1 : values / fewest;
    }
}
