package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.execution.EvaluationException;

/**
 * The default of a column that is being declared.
 *
 * @param table name of the table
 * @param column name of the column
 * @param expression as it was written
 * @param type of the column
 */
public record DeclaredDefault(String table, String column, SqlNode expression, SqlDataTypeSpec type) {
    public DeclaredDefault {
        requireNonNull(table, "table is null");
        requireNonNull(column, "column is null");
        requireNonNull(expression, "expression is null");
        requireNonNull(type, "type is null");
    }

    /** The query whose only value is the default. */
    SqlNode query() {
        SqlParserPos position = expression.getParserPosition();
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(position, expression, type);
        return SqlStdOperatorTable.VALUES.createCall(position, SqlStdOperatorTable.ROW.createCall(position, cast));
    }

    /** Computes the default once, so that one that never is a value of its column is found before rows need it. */
    void require(RelNode query, KernelExecutor executor) {
        if (query instanceof Values) {
            return; // a literal
        }
        boolean ofNoRow = query instanceof Project project && project.getInput() instanceof Values;
        RexNode value = ofNoRow
                ? ((Project) TypeNormalizer.normalize(query)).getProjects().get(0)
                : null;
        if (value == null || RexUtil.SubQueryFinder.find(value) != null) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    name() + " has a query; a default is an expression without queries",
                    Places.of(expression),
                    null);
        }
        RowConditions.refuseParameters(value);
        try {
            executor.compute(query.getCluster().getRexBuilder(), value);
        } catch (EvaluationException e) {
            throw new EvaluationException(e.reason(), name() + " is no value for it: " + e.getMessage(), e);
        }
    }

    private String name() {
        return "The default of column " + column + " of table " + table;
    }
}
