package org.lancesql.calcite.information;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.RelationName.Kind;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.schema.SystemSchema;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.types.SqlTypes;

/**
 * The tables of {@code information_schema}, with the columns that ISO/IEC 9075-11 gives them as far as they apply. A
 * table that cannot be read is listed without columns.
 */
public final class InformationSchema {
    private static final SqlTypeName TEXT = SqlTypeName.VARCHAR;
    private static final SqlTypeName NUMBER = SqlTypeName.INTEGER;
    static final String YES = "YES";
    static final String NO = "NO";
    static final String SCHEMA = "table_schema";
    static final String NAME = "table_name";

    private final RelationSource source;

    private InformationSchema(RelationSource source) {
        this.source = source;
    }

    /** The schema; nothing is read before one of its tables is. */
    public static SystemSchema of(RelationSource source, TableRelations relations, ActivitySource activity) {
        return new SystemSchema(() -> tables(source, relations, activity), relations);
    }

    private static List<SystemTable> tables(RelationSource source, TableRelations relations, ActivitySource activity) {
        InformationSchema schema = new InformationSchema(source);
        ConstraintTables constraints = new ConstraintTables(source, schema);
        List<SystemTable> tables = new ArrayList<>(List.of(
                table("schemata", schemataColumns(), equalTo -> schema.schemata()),
                table("tables", tablesColumns(), schema::tables),
                table("columns", columnsColumns(), schema::columns),
                table("views", viewsColumns(), schema::views)));
        tables.addAll(constraints.tables());
        tables.add(AllVersions.of(source, relations));
        tables.addAll(ActivityTables.of(activity));
        tables.add(Trash.of(source));
        return tables;
    }

    private static SystemTable table(String name, Map<String, SqlTypeName> columns, SystemTable.EagerRows rows) {
        return new SystemTable(name, columns, rows);
    }

    static Map<String, SqlTypeName> texts(String... names) {
        Map<String, SqlTypeName> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(name, TEXT);
        }
        return columns;
    }

    private static Map<String, SqlTypeName> schemataColumns() {
        return texts(
                "catalog_name",
                "schema_name",
                "schema_owner",
                "default_character_set_catalog",
                "default_character_set_schema",
                "default_character_set_name",
                "sql_path");
    }

    private List<List<@Nullable Object>> schemata() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String schema : SchemaName.names()) {
            rows.add(Arrays.asList(source.catalog(), schema, null, null, null, "UTF8", null));
        }
        return rows;
    }

    private static Map<String, SqlTypeName> tablesColumns() {
        return texts("table_catalog", SCHEMA, NAME, "table_type", "is_insertable_into", "is_typed", "commit_action");
    }

    private List<List<@Nullable Object>> tables(Map<String, String> equalTo) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName relation : relations(equalTo)) {
            rows.add(row(
                    relation,
                    relation.kind().standardName(),
                    relation.isTable() ? YES : NO,
                    NO,
                    relation.kind() == Kind.TEMPORARY_TABLE ? "PRESERVE" : null));
        }
        return rows;
    }

    /** The relations whose schema and name are wanted. */
    List<RelationName> relations(Map<String, String> equalTo) {
        return source.relations().stream()
                .filter(relation ->
                        equals(equalTo.get(SCHEMA), relation.schema().sql())
                                && equals(equalTo.get(NAME), relation.name()))
                .toList();
    }

    /** CHAR and VARCHAR are compared without blanks at the end. */
    static boolean equals(@Nullable String wanted, String name) {
        return wanted == null || wanted.stripTrailing().equals(name.stripTrailing());
    }

    /** A row that begins with catalog, schema and name of a relation. */
    List<@Nullable Object> row(RelationName relation, @Nullable Object... others) {
        List<@Nullable Object> row = new ArrayList<>();
        row.add(source.catalog());
        row.add(relation.schema().sql());
        row.add(relation.name());
        row.addAll(Arrays.asList(others));
        return row;
    }

    private static Map<String, SqlTypeName> columnsColumns() {
        Map<String, SqlTypeName> columns = texts("table_catalog", SCHEMA, NAME, "column_name");
        columns.put("ordinal_position", NUMBER);
        columns.putAll(texts("column_default", "is_nullable", "data_type"));
        columns.put("character_maximum_length", NUMBER);
        columns.put("character_octet_length", NUMBER);
        columns.put("numeric_precision", NUMBER);
        columns.put("numeric_precision_radix", NUMBER);
        columns.put("numeric_scale", NUMBER);
        columns.put("datetime_precision", NUMBER);
        columns.putAll(texts(
                "is_identity",
                "identity_generation",
                "identity_start",
                "identity_increment",
                "is_generated",
                "is_updatable"));
        return columns;
    }

    private List<List<@Nullable Object>> columns(Map<String, String> equalTo) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName relation : relations(equalTo)) {
            int ordinal = 0;
            for (RelationColumn column : source.readableColumns(relation)) {
                ordinal++;
                TypeDigits digits = TypeDigits.of(column.type());
                rows.add(row(
                        relation,
                        column.name(),
                        ordinal,
                        column.defaultText(),
                        column.isNullable() ? YES : NO,
                        typeName(column),
                        digits.characters(),
                        digits.octets(),
                        digits.precision(),
                        digits.radix(),
                        digits.scale(),
                        digits.seconds(),
                        column.identity().isPresent() ? YES : NO,
                        column.identity()
                                .map(identity -> identity.always() ? "ALWAYS" : "BY DEFAULT")
                                .orElse(null),
                        column.identity()
                                .map(identity -> Long.toString(identity.start()))
                                .orElse(null),
                        column.identity()
                                .map(identity -> Long.toString(identity.increment()))
                                .orElse(null),
                        "NEVER",
                        relation.isTable() ? YES : NO));
            }
        }
        return rows;
    }

    private static String typeName(RelationColumn column) {
        return SqlTypes.describe(column.name(), column.name(), null, column.type(), column.field())
                .typeName();
    }

    private static Map<String, SqlTypeName> viewsColumns() {
        return texts(
                "table_catalog", SCHEMA, NAME, "view_definition", "check_option", "is_updatable", "is_insertable_into");
    }

    private List<List<@Nullable Object>> views(Map<String, String> equalTo) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (RelationName relation : relations(equalTo)) {
            if (!relation.isTable()) {
                rows.add(row(relation, source.viewDefinition(relation).orElse(null), "NONE", NO, NO));
            }
        }
        return rows;
    }
}
