package org.lancesql.calcite.change;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.change.ChangeQuery.RowAction;
import org.lancesql.calcite.change.ChangeQuery.RowRules;
import org.lancesql.calcite.parser.MergeClause;
import org.lancesql.calcite.parser.MergeClause.Action;
import org.lancesql.calcite.parser.MergeClause.Match;
import org.lancesql.calcite.parser.SqlMergeRows;
import org.lancesql.calcite.parser.SqlVersionedTable;
import org.lancesql.calcite.plan.ChangeLayout;
import org.lancesql.calcite.plan.ClauseOperator;
import org.lancesql.calcite.plan.ConditionOperator;
import org.lancesql.calcite.plan.Placeholder;
import org.lancesql.calcite.versionpin.HiddenName;

/**
 * MERGE as a join of its target and its source that tells for each pair what to do, by the number of the first clause that
 * applies, and the new row that comes of it.
 */
final class MergeLowering {
    private static final String PRESENT = HiddenName.of("present");

    private final Target target;
    private final ColumnValues columns;
    private final List<MergeClause> clauses;

    private MergeLowering(Target target, List<MergeClause> clauses) {
        this.target = target;
        this.columns = new ColumnValues(target);
        this.clauses = clauses;
    }

    static ChangeQuery of(SqlMergeRows merge, Target target) {
        if (has(merge, Action.UPDATE)) {
            target.requireRewritable("MERGE with UPDATE");
        }
        RowScope.checkReturning(merge.returning());
        merge.clauses().forEach(MergeLowering::check);
        return new MergeLowering(target, merge.clauses()).lower(merge);
    }

    private static boolean has(SqlMergeRows merge, Action action) {
        return merge.clauses().stream().anyMatch(clause -> clause.action() == action);
    }

    private static void check(MergeClause clause) {
        boolean inserts = clause.action() == Action.INSERT;
        boolean newRow = clause.match() == Match.NOT_MATCHED;
        if (clause.action() != Action.NOTHING && inserts != newRow) {
            throw new StatementException(
                    Reason.SYNTAX,
                    newRow
                            ? "WHEN NOT MATCHED is followed by INSERT or DO NOTHING: there is no row to change"
                            : "WHEN MATCHED and WHEN NOT MATCHED BY SOURCE are followed by UPDATE, DELETE or DO NOTHING: the"
                                    + " row is there already",
                    new StatementException.Position(
                            clause.position().getLineNum(), clause.position().getColumnNum()),
                    null);
        }
        RowScope.check(clause.condition(), "WHEN");
        RowScope.checkAssignments(clause.assignments(), "SET");
        RowScope.check(clause.row(), "VALUES");
    }

    private ChangeQuery lower(SqlMergeRows merge) {
        boolean bySource = has(Match.NOT_MATCHED_BY_SOURCE);
        String alias = alias(merge.source());
        SqlNode given = typed(merge.source());
        SqlNode source = bySource ? marked(given, alias) : given;
        SqlNode from = Trees.join(target.reference(), joinType(bySource), source, merge.condition());
        List<SqlNode> items = Returning.leadingItems(merge.returning());
        items.add(action(bySource ? Trees.isNotNull(HiddenName.reference(alias, PRESENT)) : Trees.truth()));
        Map<Integer, SqlNode> values = values();
        items.addAll(values.values());
        boolean removes = clauses.stream()
                .noneMatch(clause -> clause.action() == Action.INSERT || clause.action() == Action.UPDATE);
        ChangeLayout layout = new ChangeLayout(
                Returning.count(merge.returning()), target.width(), true, true, removes, List.copyOf(values.keySet()));
        String repeated = "MERGE would change a row of table " + target.table()
                + " more than once: several rows of the source match it; make the rows of the source unique";
        return ChangeQuery.of(
                Trees.with(merge.with(), Trees.select(Trees.list(items), from, null)),
                layout,
                actions(),
                RowRules.refusing(repeated));
    }

    private boolean has(Match match) {
        return clauses.stream().anyMatch(clause -> clause.match() == match);
    }

    private JoinType joinType(boolean bySource) {
        boolean byTarget = has(Match.NOT_MATCHED);
        if (bySource) {
            return byTarget ? JoinType.FULL : JoinType.LEFT;
        }
        return byTarget ? JoinType.RIGHT : JoinType.INNER;
    }

    /** VALUES whose parameters have the types of the table's columns that they are named like. */
    private SqlNode typed(SqlNode source) {
        boolean named = source.getKind() == SqlKind.AS && ((SqlCall) source).operandCount() > 2;
        if (!named || ((SqlCall) source).operand(0).getKind() != SqlKind.VALUES) {
            return source;
        }
        List<SqlNode> operands = new ArrayList<>(((SqlCall) source).getOperandList());
        SqlCall rows = (SqlCall) operands.get(0);
        List<SqlNode> typed = new ArrayList<>();
        for (SqlNode row : rows.getOperandList()) {
            List<SqlNode> cells = new ArrayList<>(((SqlCall) row).getOperandList());
            for (int i = 0; i < cells.size() && i + 2 < operands.size(); i++) {
                cells.set(i, typed((SqlIdentifier) operands.get(i + 2), cells.get(i)));
            }
            typed.add(((SqlCall) row).getOperator().createCall(row.getParserPosition(), cells));
        }
        operands.set(0, rows.getOperator().createCall(rows.getParserPosition(), typed));
        return ((SqlCall) source).getOperator().createCall(source.getParserPosition(), operands);
    }

    private SqlNode typed(SqlIdentifier name, SqlNode cell) {
        OptionalInt column = IntStream.range(0, target.width())
                .filter(i -> target.columns().get(i).getName().equalsIgnoreCase(name.getSimple()))
                .findFirst();
        return column.isPresent() ? columns.typedParameter(column.getAsInt(), cell) : cell;
    }

    /** The source with a column that tells its rows from those that an outer join makes up. */
    private static SqlNode marked(SqlNode source, String alias) {
        SqlParserPos position = source.getParserPosition();
        SqlNodeList items = new SqlNodeList(position);
        items.add(SqlIdentifier.star(position));
        items.add(Trees.as(Trees.truth(), HiddenName.reference(PRESENT)));
        return Trees.as(Trees.select(items, source, null), alias, List.of());
    }

    private static String alias(SqlNode source) {
        if (source instanceof SqlVersionedTable versioned) {
            return alias(versioned.table());
        }
        if (source.getKind() == SqlKind.AS) {
            return ((SqlIdentifier) ((SqlCall) source).operand(1)).getSimple();
        }
        return source instanceof SqlIdentifier table
                ? table.names.get(table.names.size() - 1)
                : HiddenName.of("source");
    }

    private SqlNode action(SqlNode inSource) {
        List<SqlNode> conditions = new ArrayList<>();
        List<SqlNode> numbers = new ArrayList<>();
        for (int i = 0; i < clauses.size(); i++) {
            MergeClause clause = clauses.get(i);
            SqlNode match = switch (clause.match()) {
                case MATCHED -> Trees.and(Trees.isNotNull(target.address()), inSource);
                case NOT_MATCHED -> Trees.isNull(target.address());
                case NOT_MATCHED_BY_SOURCE -> Trees.not(inSource);
            };
            SqlNode condition = clause.condition();
            conditions.add(
                    Trees.and(match, condition == null ? null : scoped(clause, ConditionOperator.of(condition))));
            numbers.add(clause.action() == Action.NOTHING ? Trees.nothing() : Trees.number(i));
        }
        return Trees.asInteger(Trees.caseOf(conditions, numbers, Trees.nothing()));
    }

    /** An expression of a clause, which may name the columns of rows that there are. */
    private SqlNode scoped(MergeClause clause, SqlNode expression) {
        int targetWidth = target.width() + 2;
        return switch (clause.match()) {
            case MATCHED -> expression;
            case NOT_MATCHED ->
                ClauseOperator.ofSource(
                        expression,
                        targetWidth,
                        "WHEN NOT MATCHED is about rows of the source that no row of table " + target.table()
                                + " matches, so that columns of " + target.name() + " have no value there");
            case NOT_MATCHED_BY_SOURCE ->
                ClauseOperator.ofTarget(
                        expression,
                        targetWidth,
                        "WHEN NOT MATCHED BY SOURCE is about rows of table " + target.table()
                                + " that no row of the source matches, so that columns of the source have no value there");
        };
    }

    /** For each column that some clause sets, its value by the clause that applies; the old one where it does not set it. */
    private Map<Integer, SqlNode> values() {
        Map<Integer, List<SqlNode>> conditions = new TreeMap<>();
        Map<Integer, List<SqlNode>> values = new TreeMap<>();
        for (int i = 0; i < clauses.size(); i++) {
            int number = i;
            values(clauses.get(i)).forEach((column, value) -> {
                conditions
                        .computeIfAbsent(column, ignored -> new ArrayList<>())
                        .add(Trees.equal(Placeholder.action(), Trees.number(number)));
                values.computeIfAbsent(column, ignored -> new ArrayList<>()).add(scoped(clauses.get(number), value));
            });
        }
        Map<Integer, SqlNode> chosen = new TreeMap<>();
        values.forEach((column, list) -> chosen.put(
                column, Trees.caseOf(requireNonNull(conditions.get(column)), list, target.oldValue(column))));
        return chosen;
    }

    private Map<Integer, SqlNode> values(MergeClause clause) {
        return switch (clause.action()) {
            case UPDATE -> columns.of(clause.assignments());
            case INSERT -> {
                List<SqlNode> row = columns.newRow(
                        clause.columns(), clause.row(), clause.row() == null ? target.identifier() : clause.row());
                Map<Integer, SqlNode> values = new TreeMap<>();
                IntStream.range(0, row.size()).forEach(column -> values.put(column, row.get(column)));
                yield values;
            }
            case DELETE, NOTHING -> Map.of();
        };
    }

    /** What the numbers mean; those of clauses that do nothing never come up. */
    private List<RowAction> actions() {
        return clauses.stream()
                .map(clause -> switch (clause.action()) {
                    case INSERT -> RowAction.INSERT;
                    case UPDATE -> RowAction.UPDATE;
                    case DELETE, NOTHING -> RowAction.DELETE;
                })
                .toList();
    }
}
