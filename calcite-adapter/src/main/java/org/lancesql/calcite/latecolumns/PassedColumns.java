package org.lancesql.calcite.latecolumns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.lancesql.calcite.rel.BatchFilter;
import org.lancesql.calcite.rel.BatchJoin;
import org.lancesql.calcite.rel.BatchProject;
import org.lancesql.calcite.rel.BatchSort;
import org.lancesql.calcite.rel.LanceTableScan;

/**
 * Which columns of a scan come out of a part of a plan as they are, and are asked for nowhere on the way.
 *
 * @param origins for each column of the part the number of the scan's column, or {@link #OTHER}
 * @param needed numbers of the scan's columns that something on the way computes with
 */
record PassedColumns(List<Integer> origins, Set<Integer> needed) {
    static final int OTHER = -1;

    /** Empty where something on the way may give a row of the scan another form, or make up rows that it has not. */
    static Optional<PassedColumns> of(RelNode node, LanceTableScan scan) {
        if (node == scan) {
            int columns = scan.getRowType().getFieldCount();
            return Optional.of(
                    new PassedColumns(IntStream.range(0, columns).boxed().toList(), new HashSet<>()));
        }
        int input = inputWith(node, scan);
        if (input < 0) {
            return Optional.empty();
        }
        return of(node.getInput(input), scan).map(below -> below.through(node, input));
    }

    /** The input of an operator that rows of a scan pass through; -1 if there is none, or they do not just pass. */
    static int inputWith(RelNode node, LanceTableScan scan) {
        if (node instanceof BatchFilter || node instanceof BatchProject || node instanceof BatchSort) {
            return isIn(node.getInput(0), scan) ? 0 : -1;
        }
        if (!(node instanceof BatchJoin join)) {
            return -1;
        }
        int input = isIn(join.getLeft(), scan) ? 0 : 1;
        JoinRelType type = join.getJoinType();
        boolean passes = input == 0
                ? type == JoinRelType.INNER || type == JoinRelType.LEFT || !type.projectsRight()
                : type == JoinRelType.INNER || type == JoinRelType.RIGHT;
        return passes && isIn(join.getInput(input), scan) ? input : -1;
    }

    private static boolean isIn(RelNode node, LanceTableScan scan) {
        return node == scan || inputWith(node, scan) >= 0;
    }

    private PassedColumns through(RelNode node, int input) {
        if (node instanceof BatchFilter filter) {
            need(filter.getCondition(), 0);
            return this;
        } else if (node instanceof BatchSort sort) {
            sort.getCollation().getKeys().forEach(this::need);
            return this;
        } else if (node instanceof BatchProject project) {
            return through(project);
        }
        return through((BatchJoin) node, input);
    }

    private PassedColumns through(BatchProject project) {
        List<Integer> projected = new ArrayList<>();
        for (RexNode expression : project.getProjects()) {
            if (expression instanceof RexInputRef reference) {
                projected.add(origins.get(reference.getIndex()));
            } else {
                need(expression, 0);
                projected.add(OTHER);
            }
        }
        return new PassedColumns(projected, needed);
    }

    private PassedColumns through(BatchJoin join, int input) {
        int left = join.getLeft().getRowType().getFieldCount();
        int right = join.getRight().getRowType().getFieldCount();
        need(join.getCondition(), input == 0 ? 0 : left);
        if (!join.getJoinType().projectsRight()) {
            return this;
        }
        List<Integer> joined = new ArrayList<>(input == 0 ? origins : Collections.nCopies(left, OTHER));
        joined.addAll(input == 0 ? Collections.nCopies(right, OTHER) : origins);
        return new PassedColumns(joined, needed);
    }

    /** @param first the number that the expression has for the first of these columns */
    private void need(RexNode expression, int first) {
        for (int reference : RelOptUtil.InputFinder.bits(expression)) {
            if (reference >= first && reference - first < origins.size()) {
                need(reference - first);
            }
        }
    }

    private void need(int column) {
        int origin = origins.get(column);
        if (origin != OTHER) {
            needed.add(origin);
        }
    }

    /** Numbers of the scan's columns that come out and are asked for nowhere. */
    Set<Integer> unasked() {
        Set<Integer> columns = new HashSet<>(origins);
        columns.remove(OTHER);
        columns.removeAll(needed);
        return columns;
    }
}
