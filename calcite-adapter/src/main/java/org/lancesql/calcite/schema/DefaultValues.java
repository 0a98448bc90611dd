package org.lancesql.calcite.schema;

import java.util.Map;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.ColumnStrategy;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql2rel.InitializerContext;
import org.apache.calcite.sql2rel.NullInitializerExpressionFactory;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.lancesql.calcite.expression.NextIdentity;
import org.lancesql.calcite.parser.SqlTexts;

/** What INSERT puts into columns that it does not name. */
final class DefaultValues extends NullInitializerExpressionFactory {
    private final LanceTable table;

    DefaultValues(LanceTable table) {
        this.table = table;
    }

    @Override
    public ColumnStrategy generationStrategy(RelOptTable relOptTable, int column) {
        if (table.defaultText(column).isPresent() || table.isIdentity(column)) {
            return ColumnStrategy.DEFAULT;
        }
        return table.columns().get(column).isNullable() ? ColumnStrategy.NULLABLE : ColumnStrategy.NOT_NULLABLE;
    }

    @Override
    public RexNode newColumnDefaultValue(RelOptTable relOptTable, int column, InitializerContext context) {
        if (table.isIdentity(column)) {
            NextIdentity next = new NextIdentity(
                    table.stored().store(), table.name(), table.columns().get(column));
            return ((SqlRexContext) context).getRexBuilder().makeCall(next);
        }
        return table.defaultText(column)
                .map(text -> convert(text, (SqlRexContext) context))
                .orElseGet(() -> super.newColumnDefaultValue(relOptTable, column, context));
    }

    /** Validates with the statement's validator: that of the context itself would know neither our operators nor types. */
    private static RexNode convert(String text, SqlRexContext context) {
        SqlNode expression = SqlTexts.parseExpression(text);
        return context.convertExpression(context.getValidator().validateParameterizedExpression(expression, Map.of()));
    }
}
