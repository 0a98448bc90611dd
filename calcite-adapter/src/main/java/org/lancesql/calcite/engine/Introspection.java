package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.SqlFunctions.LikeFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Relation;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.RelationName.Kind;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.information.RelationColumn;
import org.lancesql.calcite.parser.SqlShow;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.mutation.constraints.TableConstraints;

/** What the database and the session say of themselves: SHOW, DESCRIBE, EXPLAIN. */
final class Introspection {
    private final EngineContext engine;
    private final LanceTypeFactory types = new LanceTypeFactory();

    Introspection(EngineContext engine) {
        this.engine = engine;
    }

    RowsStatement show(SqlShow show, SessionContext session) {
        String pattern = show.pattern();
        return switch (show.subject()) {
            case TABLES -> tables(show.object(), pattern, session);
            case SCHEMAS -> names("schema", SchemaName.names(), pattern);
            case DATABASES -> names("database", List.of(engine.databaseName()), pattern);
            case COLUMNS -> columns(Objects.requireNonNull(show.object()), pattern, session);
            case VARIABLES -> variables(pattern, session);
            case DEFINITION -> definition(Objects.requireNonNull(show.object()), session);
            case SETTING -> setting(Objects.requireNonNull(show.object()), session);
        };
    }

    private RowsStatement rows(Supplier<List<List<@Nullable Object>>> rows, String... labels) {
        return new RowsStatement(engine, Arrays.stream(labels).map(this::text).toList(), List.of(), rows);
    }

    private static boolean matches(String name, @Nullable String pattern) {
        return pattern == null || new LikeFunction().ilike(name, pattern);
    }

    private RowsStatement names(String label, List<String> names, @Nullable String pattern) {
        return rows(
                () -> names.stream()
                        .filter(name -> matches(name, pattern))
                        .map(name -> (List<@Nullable Object>) new ArrayList<@Nullable Object>(List.of(name)))
                        .toList(),
                label);
    }

    /** Name and kind of the tables and views of a schema, or of those that can be named without one. */
    private RowsStatement tables(@Nullable SqlIdentifier in, @Nullable String pattern, SessionContext session) {
        SchemaName schema = in == null ? null : Names.schema(in, engine.databaseName());
        return rows(
                () -> {
                    StatementCatalog catalog = engine.catalog(session);
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    for (RelationName relation : catalog.relations()) {
                        boolean wanted = schema == null
                                ? relation.schema() == catalog.currentSchema()
                                        || relation.schema() == SchemaName.TEMPORARY
                                : relation.schema() == schema;
                        if (wanted && matches(relation.name(), pattern)) {
                            rows.add(Arrays.asList(relation.name(), kind(relation)));
                        }
                    }
                    return rows;
                },
                "name",
                "kind");
    }

    private static String kind(RelationName relation) {
        return switch (relation.kind()) {
            case TABLE -> "TABLE";
            case VIEW, SYSTEM_VIEW -> "VIEW";
            case TEMPORARY_TABLE -> "TEMPORARY TABLE";
        };
    }

    private RowsStatement variables(@Nullable String pattern, SessionContext session) {
        return rows(
                () -> {
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    for (Setting setting : Setting.values()) {
                        if (matches(setting.key(), pattern)) {
                            rows.add(
                                    Arrays.asList(setting.key(), session.state().get(setting), setting.description()));
                        }
                    }
                    return rows;
                },
                "name",
                "value",
                "description");
    }

    private RowsStatement setting(SqlIdentifier name, SessionContext session) {
        Setting setting = SessionStatements.setting(name);
        return rows(() -> List.of(Arrays.asList(session.state().get(setting))), setting.key());
    }

    /** DESCRIBE: name, type, nullability, default and key of each column. */
    RowsStatement describe(SqlIdentifier name, SessionContext session) {
        return columns(name, null, session);
    }

    private RowsStatement columns(SqlIdentifier name, @Nullable String pattern, SessionContext session) {
        RelationName relation = Names.require("Table", name, engine.catalog(session), engine.databaseName());
        return rows(
                () -> {
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    SessionRelations relations = new SessionRelations(engine, session);
                    TableConstraints constraints = relations.constraints(relation);
                    for (RelationColumn column : relations.columns(relation)) {
                        if (matches(column.name(), pattern)) {
                            rows.add(Arrays.asList(
                                    column.name(),
                                    column.typeText(),
                                    column.isNullable() ? "YES" : "NO",
                                    TableTexts.defaultOf(column),
                                    TableTexts.keyOf(column, constraints)));
                        }
                    }
                    return rows;
                },
                "column",
                "type",
                "nullable",
                "default",
                "key");
    }

    /** SHOW CREATE TABLE: the statement, or the script, that makes the table or view. */
    private RowsStatement definition(SqlIdentifier name, SessionContext session) {
        RelationName relation = Names.require("Table", name, engine.catalog(session), engine.databaseName());
        if (relation.kind() == Kind.SYSTEM_VIEW) {
            throw new StatementException(Reason.WRONG_OBJECT, relation.name() + " is made by no statement");
        }
        return rows(() -> List.of(Arrays.asList(relation.name(), definition(relation, session))), "name", "statement");
    }

    private String definition(RelationName relation, SessionContext session) {
        SessionRelations relations = new SessionRelations(engine, session);
        if (relation.kind() == Kind.VIEW) {
            return "CREATE VIEW " + TableTexts.quote(relation.name()) + " AS "
                    + relations.viewDefinition(relation).orElseThrow();
        }
        String kind = relation.kind() == Kind.TEMPORARY_TABLE ? "CREATE TEMPORARY TABLE " : "CREATE TABLE ";
        List<String> elements = new ArrayList<>();
        relations.columns(relation).forEach(column -> elements.add(TableTexts.column(column)));
        TableConstraints constraints = relations.constraints(relation);
        elements.addAll(TableTexts.constraints(constraints));
        List<String> statements = new ArrayList<>();
        statements.add(kind + TableTexts.quote(relation.name()) + " (" + String.join(", ", elements) + ")");
        statements.addAll(TableTexts.uniqueIndexes(relation.name(), constraints));
        return String.join("; ", statements);
    }

    /** EXPLAIN: a row for each line of the plan. */
    RowsStatement explain(QueryStatement query, @Nullable String header) {
        return rows(
                () -> {
                    List<List<@Nullable Object>> rows = new ArrayList<>();
                    if (header != null) {
                        rows.add(Arrays.asList(header));
                    }
                    String indent = header == null ? "" : "  ";
                    for (String line : query.planned().plan().explain()) {
                        rows.add(Arrays.asList(indent + line));
                    }
                    return rows;
                },
                "PLAN");
    }

    /** The column in which EXPLAIN gives its lines. */
    ResultColumn planLine() {
        return text("PLAN");
    }

    /** A table or view with its columns; one that cannot be read has none. */
    Relation relation(RelationName name, SessionContext session) {
        List<ResultColumn> columns = new ArrayList<>();
        List<Relation.Supplied> supplied = new ArrayList<>();
        SessionRelations relations = new SessionRelations(engine, session);
        for (RelationColumn column : relations.readableColumns(name)) {
            columns.add(SqlTypes.describe(column.name(), column.name(), name.name(), column.type(), column.field()));
            supplied.add(new Relation.Supplied(
                    TableTexts.defaultOf(column),
                    column.identity().isPresent(),
                    column.identity().filter(IdentityColumn::always).isPresent()));
        }
        return new Relation(
                name,
                columns,
                supplied,
                relations.constraints(name).primaryKey().orElse(null));
    }

    /** EXPLAIN of a statement without operators: what it would do, line by line. */
    RowsStatement explain(Supplier<List<String>> lines) {
        return new RowsStatement(
                engine,
                List.of(text("PLAN")),
                List.of(),
                () -> lines.get().stream().map(Arrays::<@Nullable Object>asList).toList());
    }

    /** SHOW INDEXES. */
    RowsStatement showIndexes(Supplier<List<List<@Nullable Object>>> rows) {
        RelDataType count = types.createSqlType(SqlTypeName.BIGINT);
        return new RowsStatement(
                engine,
                List.of(
                        text("table"),
                        text("name"),
                        text("kind"),
                        text("columns"),
                        SqlTypes.describe("rows_covered", "rows_covered", null, count),
                        text("unique")),
                List.of(),
                rows);
    }

    /** SHOW TAGS. */
    RowsStatement showTags(Supplier<List<List<@Nullable Object>>> rows) {
        return new RowsStatement(
                engine,
                List.of(
                        text("tag"),
                        text("table"),
                        column("version", types.createSqlType(SqlTypeName.BIGINT)),
                        text("branch"),
                        column("created_at", types.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 9)),
                        column("of_database", types.createSqlType(SqlTypeName.BOOLEAN))),
                List.of(),
                rows);
    }

    private ResultColumn text(String label) {
        return column(label, types.createSqlType(SqlTypeName.VARCHAR));
    }

    private ResultColumn column(String label, RelDataType type) {
        return SqlTypes.describe(label, label, null, types.createTypeWithNullability(type, true));
    }
}
