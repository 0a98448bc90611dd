package org.lancesql.calcite.change;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.change.ChangeQuery.RowAction;
import org.lancesql.calcite.change.ChangeQuery.RowRules;
import org.lancesql.calcite.parser.OnConflict;
import org.lancesql.calcite.parser.SqlInsertRows;
import org.lancesql.calcite.plan.AssignOperator;
import org.lancesql.calcite.plan.ChangeLayout;
import org.lancesql.calcite.plan.ConditionOperator;
import org.lancesql.calcite.plan.Placeholder;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.mutation.constraints.TableConstraints.Key;

/** INSERT with RETURNING or ON CONFLICT as a query for the rows that it adds, and those that are there already. */
final class InsertLowering {
    private static final String EXCLUDED = "EXCLUDED";

    private final SqlInsertRows insert;
    private final Target target;
    private final SqlNode rows;

    private InsertLowering(SqlInsertRows insert, Target target, SqlNode rows) {
        this.insert = insert;
        this.target = target;
        this.rows = rows;
    }

    /** @param rows a query for the rows as the table takes them, without names for its columns */
    static ChangeQuery of(SqlInsertRows insert, Target target, SqlNode rows) {
        RowScope.checkReturning(insert.returning());
        InsertLowering lowering = new InsertLowering(insert, target, rows);
        OnConflict conflict = insert.onConflict();
        if (insert.overwrites()) {
            return lowering.overwrite();
        }
        if (conflict == null) {
            return lowering.added(null, RowRules.unique());
        }
        return conflict.updates() ? lowering.upsert(conflict) : lowering.addedUnlessThere(conflict);
    }

    private ChangeQuery added(@org.jspecify.annotations.Nullable SqlNode where, RowRules rules) {
        List<SqlNode> items = Returning.leadingItems(insert.returning());
        SqlNode query = Trees.select(Trees.list(items), named(target.name()), where);
        return ChangeQuery.of(
                Trees.with(insert.with(), query),
                ChangeLayout.ofNewRows(Returning.count(insert.returning()), target.width()),
                List.of(RowAction.INSERT),
                rules);
    }

    private SqlNode named(String alias) {
        return Trees.as(
                rows, alias, target.columns().stream().map(Field::getName).toList());
    }

    /** The new rows, which have no address, and the addresses of the old ones. */
    private ChangeQuery overwrite() {
        if (insert.onConflict() != null) {
            throw refused(
                    insert.onConflict(),
                    "INSERT OVERWRITE has no ON CONFLICT: no row is left that new rows could be like");
        }
        List<String> names =
                new ArrayList<>(target.columns().stream().map(Field::getName).toList());
        names.addAll(List.of(Target.ADDRESS, Target.ID));
        SqlNode from = Trees.as(Trees.unionAll(withoutAddresses(), oldAddresses()), target.name(), names);
        List<SqlNode> items = Returning.leadingItems(insert.returning());
        items.add(Trees.asInteger(
                Trees.caseOf(List.of(Trees.isNull(target.address())), List.of(Trees.number(0)), Trees.number(1))));
        ChangeLayout layout =
                new ChangeLayout(Returning.count(insert.returning()), target.width(), true, true, false, List.of());
        return ChangeQuery.of(
                Trees.with(insert.with(), Trees.select(Trees.list(items), from, null)),
                layout,
                List.of(RowAction.INSERT, RowAction.DELETE),
                RowRules.unique().hidingDeleted());
    }

    private SqlNode withoutAddresses() {
        String added = HiddenName.of("added");
        SqlNodeList items = new SqlNodeList(SqlParserPos.ZERO);
        target.columns().forEach(field -> items.add(HiddenName.reference(added, field.getName())));
        items.add(Trees.asBigint(Trees.nothing()));
        items.add(Trees.asBigint(Trees.nothing()));
        return Trees.select(items, named(added), null);
    }

    private SqlNode oldAddresses() {
        SqlNodeList items = new SqlNodeList(SqlParserPos.ZERO);
        target.columns().forEach(field -> items.add(new AssignOperator(field).of(Trees.nothing())));
        items.add(HiddenName.reference(target.name(), Target.ADDRESS));
        items.add(HiddenName.reference(target.name(), Target.ID));
        return Trees.select(items, target.reference(), null);
    }

    /** DO NOTHING: only rows that are like none of the table in any of the keys. */
    private ChangeQuery addedUnlessThere(OnConflict conflict) {
        SqlNode where = null;
        List<List<Integer>> places = new ArrayList<>();
        for (Key key : keys(conflict)) {
            where = where == null ? absent(key) : Trees.and(where, absent(key));
            places.add(places(key));
        }
        return added(where, RowRules.unique().withDistinct(places, true));
    }

    private SqlNode absent(Key key) {
        String there = HiddenName.of("there");
        SqlNode table = Trees.as(target.identifier(), HiddenName.reference(there));
        SqlNode condition = null;
        for (String column : key.columns()) {
            SqlNode same =
                    Trees.equal(HiddenName.reference(there, column), HiddenName.reference(target.name(), column));
            condition = condition == null ? same : Trees.and(condition, same);
        }
        return Trees.notExists(Trees.select(SqlNodeList.of(Trees.number(1)), table, condition));
    }

    /** DO UPDATE: a join by the key, whose rows are inserted where they match nothing. */
    private ChangeQuery upsert(OnConflict conflict) {
        target.requireRewritable("ON CONFLICT DO UPDATE");
        RowScope.checkAssignments(conflict.assignments(), "SET");
        RowScope.check(conflict.where(), "ON CONFLICT DO UPDATE");
        Key key = keys(conflict).get(0);
        SqlNode condition = null;
        for (String column : key.columns()) {
            SqlNode same =
                    Trees.equal(HiddenName.reference(target.name(), column), HiddenName.reference(EXCLUDED, column));
            condition = condition == null ? same : Trees.and(condition, same);
        }
        SqlNode from = Trees.join(target.reference(), JoinType.RIGHT, named(EXCLUDED), condition);
        List<SqlNode> items =
                Returning.leadingItems(TargetNames.qualify(Returning.ofTarget(insert.returning(), target), target));
        items.add(action(conflict));
        Map<Integer, SqlNode> values = values(conflict);
        items.addAll(values.values());
        ChangeLayout layout = new ChangeLayout(
                Returning.count(insert.returning()), target.width(), true, true, false, List.copyOf(values.keySet()));
        String repeated = "ON CONFLICT DO UPDATE would change a row of table " + target.table()
                + " more than once: several of the rows to insert have its key; insert each key once";
        return ChangeQuery.of(
                Trees.with(insert.with(), Trees.select(Trees.list(items), from, null)),
                layout,
                List.of(RowAction.INSERT, RowAction.UPDATE),
                RowRules.refusing(repeated).withDistinct(List.of(places(key)), false));
    }

    private SqlNode action(OnConflict conflict) {
        List<SqlNode> conditions = new ArrayList<>(List.of(Trees.isNull(target.address())));
        List<SqlNode> numbers = new ArrayList<>(List.of(Trees.number(0)));
        SqlNode otherwise = Trees.number(1);
        if (conflict.where() != null) {
            conditions.add(ConditionOperator.of(conflict.where()));
            numbers.add(Trees.number(1));
            otherwise = Trees.nothing();
        }
        return Trees.asInteger(Trees.caseOf(conditions, numbers, otherwise));
    }

    private Map<Integer, SqlNode> values(OnConflict conflict) {
        Map<Integer, SqlNode> updates = new ColumnValues(target).of(conflict.assignments());
        Map<Integer, SqlNode> values = new TreeMap<>();
        for (int column = 0; column < target.width(); column++) {
            SqlNode update = updates.get(column);
            values.put(
                    column,
                    Trees.caseOf(
                            List.of(Trees.equal(Placeholder.action(), Trees.number(0))),
                            List.of(excluded(column)),
                            update == null ? target.oldValue(column) : update));
        }
        return values;
    }

    private SqlNode excluded(int column) {
        Field field = target.columns().get(column);
        return Placeholder.column(target.width() + 2 + column, factory -> SqlTypes.fromStored(field, factory));
    }

    private List<Integer> places(Key key) {
        SqlParserPos position = target.identifier().getParserPosition();
        return target.columns(key.columns().stream()
                .map(column -> (SqlNode) new SqlIdentifier(column, position))
                .toList());
    }

    /** The keys that are meant: those with exactly the given columns or the given name, else all. */
    private List<Key> keys(OnConflict conflict) {
        List<Key> keys = target.keys();
        SqlIdentifier constraint = conflict.constraint();
        SqlNodeList columns = conflict.columns();
        if (constraint == null && columns == null) {
            if (conflict.updates()) {
                throw refused(
                        conflict,
                        "ON CONFLICT DO UPDATE names the key: ON CONFLICT (columns) or ON CONFLICT ON"
                                + " CONSTRAINT name");
            }
            return keys;
        }
        if (constraint != null) {
            Optional<Key> named = keys.stream()
                    .filter(key -> key.name().equalsIgnoreCase(constraint.getSimple()))
                    .findFirst();
            return List.of(named.orElseThrow(() -> refused(
                    conflict,
                    "Table " + target.table() + " has no key of the name " + constraint.getSimple() + existing(keys))));
        }
        Set<String> wanted = new TreeSet<>();
        target.columns(requireNonNull(columns))
                .forEach(column -> wanted.add(target.columns().get(column).getName()));
        Optional<Key> same = keys.stream()
                .filter(key -> Set.copyOf(key.columns()).equals(wanted))
                .findFirst();
        return List.of(same.orElseThrow(() -> refused(
                conflict,
                "Table " + target.table() + " has no PRIMARY KEY or UNIQUE of exactly the columns "
                        + String.join(", ", wanted) + existing(keys))));
    }

    private static String existing(List<Key> keys) {
        return keys.isEmpty()
                ? "; it has no keys"
                : "; it has "
                        + String.join(
                                ", ",
                                keys.stream()
                                        .map(key -> key.name() + " (" + String.join(", ", key.columns()) + ")")
                                        .toList());
    }

    private static StatementException refused(OnConflict conflict, String message) {
        SqlParserPos position = conflict.position();
        return new StatementException(
                Reason.INVALID_CONFLICT_TARGET,
                message,
                new StatementException.Position(position.getLineNum(), position.getColumnNum()),
                null);
    }
}
