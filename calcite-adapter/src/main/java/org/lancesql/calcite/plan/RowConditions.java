package org.lancesql.calcite.plan;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Util;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.expression.RexCompiler;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.constraints.ConstraintViolationException.Kind;
import org.lancesql.mutation.constraints.TableConstraints.Check;

/** The CHECK constraints of a table, compiled. Immutable and usable by several threads. */
public final class RowConditions {
    private final String table;
    private final List<Check> checks;
    private final List<Expression> conditions;

    RowConditions(String table, List<Check> checks, List<Expression> conditions) {
        this.table = table;
        this.checks = List.copyOf(checks);
        this.conditions = List.copyOf(conditions);
    }

    /** The query whose only column is a condition. */
    static SqlNode query(String table, Check check) {
        SqlParserPos position = SqlParserPos.ZERO;
        return new SqlSelect(
                position,
                null,
                SqlNodeList.of(SqlTexts.parseExpression(check.expression())),
                new SqlIdentifier(table, position),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same failure without its place in the text, which is that of the stored condition. */
    static RuntimeException failure(String table, Check check, RuntimeException failure) {
        if (!(failure instanceof StatementException invalid) || invalid.position() == null) {
            return failure;
        }
        String message = String.valueOf(invalid.getMessage());
        return new StatementException(
                invalid.reason(),
                "CHECK " + check.expression() + " of table " + table + " cannot be kept: "
                        + message.substring(message.indexOf(": ") + 2),
                null,
                invalid);
    }

    /** Compiles the only column of a query over the rows of a table. */
    static Expression compile(String table, Check check, RelNode query) {
        boolean ofOneRow = query instanceof Project project && project.getInput() instanceof TableScan;
        RexNode condition = ofOneRow
                ? ((Project) TypeNormalizer.normalize(query)).getProjects().get(0)
                : null;
        if (condition == null || RexUtil.SubQueryFinder.find(condition) != null || RexOver.containsOver(condition)) {
            throw ofOtherRows(table, check.name());
        }
        if (condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "CHECK " + check.name() + " of table " + table + " is of type " + condition.getType()
                            + "; it has to be a condition");
        }
        refuseParameters(condition);
        return new RexCompiler(query.getCluster().getRexBuilder(), Map.of(), 0).compile(condition);
    }

    /** The error for a condition that does not depend on one row alone. */
    public static StatementException ofOtherRows(String table, String check) {
        return new StatementException(
                Reason.NOT_SUPPORTED,
                "CHECK " + check + " of table " + table
                        + " looks at other rows; a CHECK is a condition on the columns of one row");
    }

    static void refuseParameters(RexNode condition) {
        try {
            condition.accept(new RexVisitorImpl<Void>(true) {
                @Override
                public Void visitDynamicParam(RexDynamicParam parameter) {
                    throw Util.FoundOne.NULL;
                }
            });
        } catch (Util.FoundOne e) {
            throw new StatementException(Reason.NOT_SUPPORTED, "CREATE TABLE takes no parameters", null, e);
        }
    }

    public boolean isEmpty() {
        return conditions.isEmpty();
    }

    /**
     * Checks the rows of a batch, which has the columns of the table in order.
     *
     * @throws ConstraintViolationException when a condition is false for a row; a row for which it is unknown passes
     */
    public void require(Batch batch, ExecutionContext context) {
        for (int i = 0; i < conditions.size(); i++) {
            try (FieldVector result = conditions.get(i).evaluate(batch, batch.selection(), context)) {
                requireNoneFalse(checks.get(i), batch, result);
            }
        }
    }

    private void requireNoneFalse(Check check, Batch batch, FieldVector result) {
        if (!(result instanceof BitVector bits)) {
            return; // a condition that is always unknown
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            int row = batch.selection().position(i);
            if (!bits.isNull(row) && bits.get(row) == 0) {
                throw new ConstraintViolationException(
                        Kind.CHECK,
                        "A row for table " + table + " violates CHECK constraint " + check.name() + ": "
                                + RowTexts.of(batch, row) + " does not satisfy " + check.expression());
            }
        }
    }
}
