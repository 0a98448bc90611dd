package org.lancesql.calcite.information;

import static org.lancesql.calcite.information.InformationSchema.NAME;
import static org.lancesql.calcite.information.InformationSchema.NO;
import static org.lancesql.calcite.information.InformationSchema.SCHEMA;
import static org.lancesql.calcite.information.InformationSchema.YES;
import static org.lancesql.calcite.information.InformationSchema.texts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.constraints.TableConstraints.Key;

/** The tables of {@code information_schema} that tell of constraints. As in the standard, NOT NULL is a CHECK of its column. */
final class ConstraintTables {
    private final RelationSource source;
    private final InformationSchema schema;

    ConstraintTables(RelationSource source, InformationSchema schema) {
        this.source = source;
        this.schema = schema;
    }

    List<SystemTable> tables() {
        return List.of(
                new SystemTable("table_constraints", constraintsColumns(), this::constraints),
                new SystemTable("key_column_usage", keyColumns(), this::keys),
                new SystemTable("check_constraints", checkColumns(), equalTo -> checks()));
    }

    private static Map<String, SqlTypeName> named(Map<String, SqlTypeName> others) {
        Map<String, SqlTypeName> columns = texts("constraint_catalog", "constraint_schema", "constraint_name");
        columns.putAll(others);
        return columns;
    }

    private static Map<String, SqlTypeName> constraintsColumns() {
        return named(texts(
                "table_catalog", SCHEMA, NAME, "constraint_type", "is_deferrable", "initially_deferred", "enforced"));
    }

    private List<List<@Nullable Object>> constraints(Map<String, String> equalTo) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName table : schema.relations(equalTo)) {
            for (Key key : source.constraints(table).keys()) {
                rows.add(constraint(table, key.name(), key.kind()));
            }
            conditions(table).keySet().forEach(name -> rows.add(constraint(table, name, "CHECK")));
        }
        return rows;
    }

    private List<@Nullable Object> constraint(RelationName table, String name, String type) {
        return row(table, name, schema.row(table, type, NO, NO, YES));
    }

    /** A row that begins with catalog, schema and name of a constraint. */
    private List<@Nullable Object> row(RelationName table, String name, List<@Nullable Object> others) {
        List<@Nullable Object> row =
                new ArrayList<>(Arrays.asList(source.catalog(), table.schema().sql(), name));
        row.addAll(others);
        return row;
    }

    /** The conditions on single rows of a table by the names of their constraints. */
    private Map<String, String> conditions(RelationName table) {
        Map<String, String> conditions = new LinkedHashMap<>();
        if (!table.isTable()) {
            return conditions;
        }
        for (RelationColumn column : source.readableColumns(table)) {
            if (!column.isNullable()) {
                conditions.put(table.name() + "_" + column.name() + "_not_null", column.name() + " IS NOT NULL");
            }
        }
        for (TableConstraints.Check check : source.constraints(table).checks()) {
            conditions.put(check.name(), check.expression());
        }
        return conditions;
    }

    private static Map<String, SqlTypeName> keyColumns() {
        Map<String, SqlTypeName> columns = named(texts("table_catalog", SCHEMA, NAME, "column_name"));
        columns.put("ordinal_position", SqlTypeName.INTEGER);
        columns.put("position_in_unique_constraint", SqlTypeName.INTEGER);
        return columns;
    }

    private List<List<@Nullable Object>> keys(Map<String, String> equalTo) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName table : schema.relations(equalTo)) {
            for (Key key : source.constraints(table).keys()) {
                int ordinal = 0;
                for (String column : key.columns()) {
                    ordinal++;
                    rows.add(row(table, key.name(), schema.row(table, column, ordinal, null)));
                }
            }
        }
        return rows;
    }

    private static Map<String, SqlTypeName> checkColumns() {
        return named(texts("check_clause"));
    }

    private List<List<@Nullable Object>> checks() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName table : schema.relations(Map.of())) {
            conditions(table).forEach((name, condition) -> rows.add(row(table, name, Arrays.asList(condition))));
        }
        return rows;
    }
}
