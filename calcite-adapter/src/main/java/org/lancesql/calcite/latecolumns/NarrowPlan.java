package org.lancesql.calcite.latecolumns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.lancesql.calcite.rel.BatchFilter;
import org.lancesql.calcite.rel.BatchJoin;
import org.lancesql.calcite.rel.BatchProject;
import org.lancesql.calcite.rel.BatchSort;
import org.lancesql.calcite.rel.LanceTableScan;

/**
 * A part of a plan without some columns of a scan, and with the addresses of its rows.
 *
 * @param places for each column that the part had the number that it has now, or {@code -1 - n} for column n of the table,
 *     which it has no more
 * @param address number of the column of addresses
 */
record NarrowPlan(RelNode node, List<Integer> places, int address) {
    /** @param late numbers of the scan's columns to leave out; nothing on the way asks for them */
    static NarrowPlan of(RelNode node, LanceTableScan scan, Set<Integer> late) {
        if (node == scan) {
            return of(scan, late);
        }
        int input = PassedColumns.inputWith(node, scan);
        NarrowPlan below = of(node.getInput(input), scan, late);
        if (node instanceof BatchFilter filter) {
            return below.with(filter.copy(filter.getTraitSet(), below.node, below.moved(filter.getCondition())));
        } else if (node instanceof BatchSort sort) {
            RelCollation moved = below.moved(sort.getCollation());
            return below.with(sort.copy(sort.getTraitSet().replace(moved), below.node, moved, sort.offset, sort.fetch));
        } else if (node instanceof BatchProject project) {
            return below.project(project);
        }
        return below.join((BatchJoin) node, input);
    }

    private static NarrowPlan of(LanceTableScan scan, Set<Integer> late) {
        List<Integer> columns = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < scan.spec().columns().size(); i++) {
            int column = scan.spec().columns().get(i);
            places.add(late.contains(i) ? -1 - column : columns.size());
            if (!late.contains(i)) {
                columns.add(column);
            }
        }
        columns.add(scan.addressColumn());
        return new NarrowPlan(scan.with(scan.spec().withColumns(columns)), places, columns.size() - 1);
    }

    private NarrowPlan with(RelNode above) {
        return new NarrowPlan(above, places, address);
    }

    private RexNode moved(RexNode expression) {
        return moved(expression, places::get);
    }

    private static RexNode moved(RexNode expression, IntUnaryOperator place) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(place.applyAsInt(reference.getIndex()), reference.getType());
            }
        });
    }

    private RelCollation moved(RelCollation collation) {
        List<RelFieldCollation> keys = new ArrayList<>();
        for (RelFieldCollation key : collation.getFieldCollations()) {
            keys.add(key.withFieldIndex(places.get(key.getFieldIndex())));
        }
        return RelCollations.of(keys);
    }

    private NarrowPlan project(BatchProject project) {
        List<RexNode> kept = new ArrayList<>();
        List<Integer> now = new ArrayList<>();
        RelDataTypeFactory.Builder type = project.getCluster().getTypeFactory().builder();
        for (int i = 0; i < project.getProjects().size(); i++) {
            RexNode expression = project.getProjects().get(i);
            if (expression instanceof RexInputRef reference && places.get(reference.getIndex()) < 0) {
                now.add(places.get(reference.getIndex()));
            } else {
                now.add(kept.size());
                kept.add(moved(expression));
                type.add(project.getRowType().getFieldList().get(i));
            }
        }
        RelDataTypeField addresses = node.getRowType().getFieldList().get(address);
        kept.add(new RexInputRef(address, addresses.getType()));
        type.add(addresses);
        return new NarrowPlan(project.copy(project.getTraitSet(), node, kept, type.build()), now, kept.size() - 1);
    }

    private NarrowPlan join(BatchJoin join, int input) {
        int oldLeft = join.getLeft().getRowType().getFieldCount();
        RelNode left = input == 0 ? node : join.getLeft();
        RelNode right = input == 0 ? join.getRight() : node;
        int newLeft = left.getRowType().getFieldCount();
        IntUnaryOperator place = old -> old < oldLeft
                ? (input == 0 ? places.get(old) : old)
                : newLeft + (input == 0 ? old - oldLeft : places.get(old - oldLeft));
        RexNode condition = moved(join.getCondition(), place);
        RelNode narrow = join.copy(join.getTraitSet(), condition, left, right, join.getJoinType(), false);
        List<Integer> now = new ArrayList<>();
        for (int old = 0; old < join.getRowType().getFieldCount(); old++) {
            boolean isLate =
                    old < oldLeft ? input == 0 && places.get(old) < 0 : input == 1 && places.get(old - oldLeft) < 0;
            now.add(isLate ? places.get(input == 0 ? old : old - oldLeft) : (Integer) place.applyAsInt(old));
        }
        return new NarrowPlan(narrow, now, input == 0 ? address : newLeft + address);
    }
}
