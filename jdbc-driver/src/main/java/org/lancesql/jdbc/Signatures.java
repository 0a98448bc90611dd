package org.lancesql.jdbc;

import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.StatementKind;
import org.lancesql.jdbc.result.OpenRows;

/** Describes statements and results to Avatica. */
final class Signatures {
    /** Never leaves the process: Avatica does not serialise internal parameters. */
    private static final String OPEN_ROWS = "lancesql.openRows";

    private Signatures() {}

    /** The signature of a prepared statement. */
    static Meta.Signature prepared(CompiledStatement plan, String sql, String catalog) {
        List<AvaticaParameter> parameters = new ArrayList<>();
        for (ResultColumn parameter : plan.parameters()) {
            parameters.add(new AvaticaParameter(
                    JdbcTypes.isSigned(parameter.jdbcType()),
                    parameter.precision(),
                    parameter.scale(),
                    parameter.jdbcType(),
                    parameter.typeName(),
                    JdbcTypes.className(parameter),
                    parameter.name()));
        }
        return new Meta.Signature(
                columns(plan.columns(), catalog),
                sql,
                parameters,
                Map.of(),
                Meta.CursorFactory.ARRAY,
                givesRows(plan) ? Meta.StatementType.SELECT : Meta.StatementType.OTHER_DML);
    }

    /** Whether a statement returns rows: a query, or a change with RETURNING. */
    static boolean givesRows(CompiledStatement plan) {
        return plan.kind() == StatementKind.QUERY || !plan.columns().isEmpty();
    }

    /** The signature of open rows, which holds them for the result set that will read them. */
    static Meta.Signature result(OpenRows rows, String sql, String catalog) {
        return new Meta.Signature(
                columns(rows.columns(), catalog),
                sql,
                List.of(),
                Map.of(OPEN_ROWS, rows),
                Meta.CursorFactory.ARRAY,
                Meta.StatementType.SELECT);
    }

    /** The signature of rows that are known already. */
    static Meta.Signature rows(List<ResultColumn> columns, String catalog) {
        return new Meta.Signature(
                columns(columns, catalog),
                "",
                List.of(),
                Map.of(),
                Meta.CursorFactory.ARRAY,
                Meta.StatementType.SELECT);
    }

    static @Nullable OpenRows openRows(Meta.Signature signature) {
        return (OpenRows) signature.internalParameters.get(OPEN_ROWS);
    }

    private static List<ColumnMetaData> columns(List<ResultColumn> columns, String catalog) {
        List<ColumnMetaData> described = new ArrayList<>();
        for (ResultColumn column : columns) {
            described.add(column(column, described.size(), catalog));
        }
        return described;
    }

    private static ColumnMetaData column(ResultColumn column, int ordinal, String catalog) {
        int jdbcType = column.jdbcType();
        boolean ofTable = column.table() != null;
        return new ColumnMetaData(
                ordinal,
                false,
                JdbcTypes.isText(jdbcType),
                true,
                false,
                column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                JdbcTypes.isSigned(jdbcType),
                JdbcTypes.displaySize(column),
                column.label(),
                column.name(),
                ofTable ? SqlEngine.SCHEMA : "",
                column.precision(),
                column.scale(),
                ofTable ? column.table() : "",
                ofTable ? catalog : "",
                ColumnMetaData.scalar(jdbcType, column.typeName(), JdbcTypes.rep(jdbcType)),
                true,
                false,
                false,
                JdbcTypes.className(column));
    }
}
