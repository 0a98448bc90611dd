package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.apache.calcite.util.Static.RESOURCE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.versionpin.HiddenName;

/**
 * Writes joins with USING and NATURAL as joins with ON, and what a query says of their columns as what they stand for: the
 * column of the side that has a value in each row, or {@code COALESCE} of both (SQL:2016, part 2, 7.10). Calcite resolves
 * them in the select list and GROUP BY only, and not where three tables share a column.
 */
final class CommonColumns {
    private final SqlValidatorImpl validator;
    private final SqlNameMatcher names;
    private final List<SqlValidatorNamespace> tables;
    private int next;

    /**
     * A column of a join.
     *
     * @param isCommon whether it is one of both sides
     * @param type null where the sides have two types
     */
    record Column(
            String name,
            SqlNode expression,
            boolean isCommon,
            @Nullable RelDataType type) {}

    private CommonColumns(SqlValidatorImpl validator, ListScope from) {
        this.validator = validator;
        this.names = validator.getCatalogReader().nameMatcher();
        this.tables = from.getChildren();
    }

    /** Changes a query in place; its parts must have their scopes already. */
    static void spellOut(SqlSelect select, SqlValidatorImpl validator) {
        if (select.getFrom() instanceof SqlJoin from
                && hasJoinByName(from)
                && validator.getFromScope(select) instanceof ListScope scope) {
            CommonColumns columns = new CommonColumns(validator, scope);
            new CommonNames(columns.of(from), validator).replaceIn(select);
        }
    }

    private static boolean hasJoinByName(SqlNode from) {
        return from instanceof SqlJoin join
                && (isByName(join) || hasJoinByName(join.getLeft()) || hasJoinByName(join.getRight()));
    }

    private static boolean isByName(SqlJoin join) {
        return join.isNatural() || join.getConditionType() == JoinConditionType.USING;
    }

    /** The columns of a table or join, as {@code *} gives them. */
    private List<Column> of(SqlNode from) {
        if (!(from instanceof SqlJoin join)) {
            return ofTable(from);
        }
        List<Column> left = of(join.getLeft());
        List<Column> right = of(join.getRight());
        if (!isByName(join)) {
            replaceInCondition(join, left, right);
            return Stream.concat(left.stream(), right.stream()).toList();
        }
        List<String> shared = sharedNames(join, left, right);
        SqlParserPos position = join.getParserPosition();
        List<Column> columns = new ArrayList<>();
        SqlNode condition = null;
        for (String name : shared) {
            Column ofLeft = only(name, left, join);
            Column ofRight = only(name, right, join);
            SqlNode equal = SqlStdOperatorTable.EQUALS.createCall(position, ofLeft.expression(), ofRight.expression());
            condition = condition == null ? equal : SqlStdOperatorTable.AND.createCall(position, condition, equal);
            columns.add(common(name, ofLeft, ofRight, join.getJoinType()));
        }
        Stream.concat(left.stream(), right.stream())
                .filter(column -> shared.stream().noneMatch(name -> names.matches(name, column.name())))
                .forEach(columns::add);
        setCondition(join, condition);
        return columns;
    }

    private List<Column> ofTable(SqlNode from) {
        SqlValidatorNamespace table = tables.get(next);
        String alias = SqlValidatorUtil.alias(from);
        next++;
        List<Column> columns = new ArrayList<>();
        for (RelDataTypeField field : table.getRowType().getFieldList()) {
            List<String> path = alias == null ? List.of(field.getName()) : List.of(alias, field.getName());
            SqlIdentifier name = new SqlIdentifier(path, SqlParserPos.ZERO);
            if (!HiddenName.isHidden(name)) {
                columns.add(new Column(field.getName(), name, false, field.getType()));
            }
        }
        return columns;
    }

    private List<String> sharedNames(SqlJoin join, List<Column> left, List<Column> right) {
        if (!join.isNatural()) {
            return SqlIdentifier.simpleNames((SqlNodeList) requireNonNull(join.getCondition()));
        }
        return left.stream()
                .map(Column::name)
                .filter(name -> right.stream().anyMatch(column -> names.matches(name, column.name())))
                .distinct()
                .toList();
    }

    private Column only(String name, List<Column> columns, SqlJoin join) {
        List<Column> found = columns.stream()
                .filter(column -> names.matches(name, column.name()))
                .toList();
        SqlNode place = requireNonNullElse(join.getCondition(), join);
        if (found.isEmpty()) {
            throw validator.newValidationError(place, RESOURCE.columnNotFound(name));
        } else if (found.size() > 1) {
            throw validator.newValidationError(place, RESOURCE.columnInUsingNotUnique(name));
        }
        return found.get(0);
    }

    private Column common(String name, Column left, Column right, JoinType join) {
        boolean isOneType = left.type() != null
                && right.type() != null
                && SqlTypeUtil.equalSansNullability(validator.getTypeFactory(), left.type(), right.type());
        SqlNode both =
                SqlStdOperatorTable.COALESCE.createCall(SqlParserPos.ZERO, left.expression(), right.expression());
        SqlNode value = switch (join) {
            case INNER, LEFT -> isOneType ? left.expression() : both;
            case RIGHT -> isOneType ? right.expression() : both;
            default -> both;
        };
        return new Column(name, value, true, isOneType ? left.type() : null);
    }

    private void replaceInCondition(SqlJoin join, List<Column> left, List<Column> right) {
        if (join.getConditionType() == JoinConditionType.ON && join.getCondition() != null) {
            List<Column> visible = Stream.concat(left.stream(), right.stream()).toList();
            SqlNode condition = new CommonNames(visible, validator).replaced(join.getCondition());
            join.setOperand(5, condition);
        }
    }

    private static void setCondition(SqlJoin join, @Nullable SqlNode condition) {
        SqlParserPos position = join.getParserPosition();
        join.setOperand(1, SqlLiteral.createBoolean(false, position));
        join.setOperand(4, JoinConditionType.ON.symbol(position));
        // Without columns in common, a natural join has all pairs.
        join.setOperand(5, condition == null ? SqlLiteral.createBoolean(true, position) : condition);
    }
}
