package org.lancesql.calcite.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.change.ChangeQuery.RowAction;
import org.lancesql.calcite.change.ChangeQuery.RowRules;
import org.lancesql.calcite.parser.SqlInsertRows;
import org.lancesql.calcite.parser.SqlInsertRows.Overriding;
import org.lancesql.calcite.plan.AssignOperator;
import org.lancesql.calcite.plan.ChangeLayout;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.versionpin.HiddenName;

/** The rows of an INSERT, spelled out: which columns its source fills, and what each DEFAULT stands for. */
public final class InsertSource {
    private static final String SOURCE = HiddenName.of("source");

    private final SqlInsertRows insert;
    private final Target target;
    private final ColumnValues values;
    private final SqlNode source;
    private final List<Integer> columns;
    /** Columns whose values in the source are not used, because OVERRIDING USER VALUE says so. */
    private final Set<Integer> replaced;

    /** Tells how many columns a query has. */
    public interface Widths {
        /** @param query not to be changed */
        int of(SqlNode query);
    }

    InsertSource(SqlInsertRows insert, Target target, Widths widths) {
        this.insert = insert;
        this.target = target;
        this.values = new ColumnValues(target);
        SqlNode given = insert.source();
        this.source = given == null ? defaults(insert) : given;
        SqlNodeList named = insert.columns();
        this.columns = named == null ? values.firstColumns(width(widths), source) : target.columns(named);
        if (source.getKind() == SqlKind.VALUES) {
            rowsOf((SqlCall) source).forEach(this::requireWidth);
        }
        this.replaced = insert.overriding() == Overriding.USER ? identities() : Set.of();
        if (insert.overriding() == null) {
            refuseGenerated();
        }
    }

    private Set<Integer> identities() {
        return columns.stream()
                .filter(column ->
                        IdentityColumn.of(target.columns().get(column)).isPresent())
                .collect(Collectors.toSet());
    }

    /** A column that is GENERATED ALWAYS has no value but DEFAULT. */
    private void refuseGenerated() {
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            boolean given = source.getKind() != SqlKind.VALUES
                    || rowsOf((SqlCall) source).stream()
                            .anyMatch(row -> row.operand(at).getKind() != SqlKind.DEFAULT);
            if (given) {
                values.refuseValue(
                        columns.get(i), source, "leave it out, give it DEFAULT, or write OVERRIDING SYSTEM VALUE");
            }
        }
    }

    /** Whether the rows need more than the casts that Calcite's INSERT gives them. */
    boolean needsQuery() {
        // Calcite would give a NULL the type of its column, beside which a text is none of the same type.
        return !replaced.isEmpty() || IntStream.range(0, columns.size()).anyMatch(this::mixesTexts);
    }

    /** Whether some values of VALUES for a column of another type than text are texts, and others are not. */
    private boolean mixesTexts(int place) {
        Field field = target.columns().get(columns.get(place));
        if (source.getKind() != SqlKind.VALUES || field.getType() instanceof ArrowType.Utf8) {
            return false;
        }
        List<SqlNode> cells = cells(place);
        return cells.stream().anyMatch(InsertSource::isText) && !cells.stream().allMatch(InsertSource::isText);
    }

    private static boolean isText(SqlNode value) {
        return value instanceof SqlCharStringLiteral;
    }

    private List<SqlNode> cells(int place) {
        return rowsOf((SqlCall) source).stream()
                .map(row -> (SqlNode) row.operand(place))
                .toList();
    }

    /** Whether values of VALUES for a column have no type in common, so that each becomes one of the column by itself. */
    private boolean mixesTypes(int place) {
        return mixesTexts(place)
                && !cells(place).stream().allMatch(value -> isText(value) || SqlUtil.isNullLiteral(value, false));
    }

    /** {@code VALUES (DEFAULT, ...)}. */
    private SqlNode defaults(SqlInsertRows statement) {
        SqlParserPos position = statement.getParserPosition();
        List<SqlNode> row = IntStream.range(0, target.width())
                .mapToObj(column -> (SqlNode) SqlStdOperatorTable.DEFAULT.createCall(position))
                .toList();
        return SqlStdOperatorTable.VALUES.createCall(position, SqlStdOperatorTable.ROW.createCall(position, row));
    }

    private int width(Widths widths) {
        if (source.getKind() == SqlKind.VALUES) {
            return rowsOf((SqlCall) source).get(0).operandCount();
        }
        // Validated by itself, a query could not tell the types of parameters, which come from the columns.
        return source instanceof SqlSelect select && hasNoStar(select)
                ? select.getSelectList().size()
                : widths.of(Trees.with(insert.with(), source));
    }

    private static boolean hasNoStar(SqlSelect select) {
        return select.getSelectList().stream()
                .allMatch(item -> item instanceof SqlDynamicParam
                        || item instanceof SqlLiteral
                        || item instanceof SqlIdentifier name && !name.isStar());
    }

    private static List<SqlCall> rowsOf(SqlCall rows) {
        return rows.getOperandList().stream().map(row -> (SqlCall) row).toList();
    }

    private void requireWidth(SqlCall row) {
        if (row.operandCount() != columns.size()) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "INSERT fills " + columns.size() + " columns and gives " + row.operandCount() + " values",
                    Trees.place(row),
                    null);
        }
    }

    /** The rows as Calcite's own INSERT, which gives each value the type of its column. */
    ChangeQuery plain() {
        SqlNodeList names = Trees.list(columns.stream().map(this::name).toList());
        SqlNode rows = source.getKind() == SqlKind.VALUES
                ? typed((SqlCall) source, false)
                : values.typedItems(source, columns);
        SqlInsert tree = new SqlInsert(
                insert.getParserPosition(),
                SqlNodeList.EMPTY,
                target.identifier(),
                Trees.with(insert.with(), rows),
                names);
        return new ChangeQuery(
                tree, ChangeLayout.ofNewRows(0, target.width()), true, List.of(RowAction.INSERT), RowRules.unique());
    }

    private SqlNode name(int column) {
        SqlParserPos position = insert.columns() == null
                ? source.getParserPosition()
                : insert.columns().get(columns.indexOf(column)).getParserPosition();
        return new SqlIdentifier(target.columns().get(column).getName(), position);
    }

    /** The rows as a query with a column for each of the table's. */
    SqlNode rows() {
        List<String> names =
                columns.stream().map(column -> HiddenName.of("column" + column)).toList();
        List<SqlNode> items = new ArrayList<>();
        for (int column = 0; column < target.width(); column++) {
            items.add(
                    columns.contains(column) && !replaced.contains(column)
                            ? new AssignOperator(target.columns().get(column))
                                    .of(HiddenName.reference(SOURCE, HiddenName.of("column" + column)))
                            : values.defaultOf(column, target.identifier()));
        }
        SqlNode rows =
                source.getKind() == SqlKind.VALUES ? typed((SqlCall) source, true) : values.typedItems(source, columns);
        return Trees.select(Trees.list(items), Trees.as(rows, SOURCE, names), null);
    }

    /** The rows of VALUES with defaults in the place of DEFAULT, and a type for parameters where nothing else gives one. */
    private SqlNode typed(SqlCall rows, boolean parameters) {
        List<SqlNode> typed = new ArrayList<>();
        Set<Integer> mixed = IntStream.range(0, columns.size())
                .filter(this::mixesTypes)
                .boxed()
                .collect(Collectors.toSet());
        for (SqlCall row : rowsOf(rows)) {
            List<SqlNode> cells = new ArrayList<>();
            for (int i = 0; i < row.operandCount(); i++) {
                int column = columns.get(i);
                SqlNode value = row.operand(i);
                cells.add(mixed.contains(i) ? assigned(value, column) : cell(value, column, parameters));
            }
            typed.add(row.getOperator().createCall(row.getParserPosition(), cells));
        }
        return rows.getOperator().createCall(rows.getParserPosition(), typed);
    }

    private SqlNode assigned(SqlNode value, int column) {
        Field field = target.columns().get(column);
        return value.getKind() == SqlKind.DEFAULT
                ? values.defaultOf(column, value)
                : new AssignOperator(field).of(ColumnValues.plain(field, value));
    }

    private SqlNode cell(SqlNode value, int column, boolean parameters) {
        if (value.getKind() == SqlKind.DEFAULT) {
            return values.plainDefault(column, value);
        }
        Field field = target.columns().get(column);
        return parameters
                ? values.typedParameter(column, ColumnValues.plain(field, value))
                : ColumnValues.plain(field, value);
    }
}
