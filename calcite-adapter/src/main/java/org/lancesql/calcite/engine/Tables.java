package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlCreateTemporaryTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

/** CREATE TABLE and DROP TABLE, of the database's tables and of temporary ones. */
final class Tables {
    private static final String CREATE = "CREATE TABLE";
    private static final String DROP = "DROP TABLE";

    private final EngineContext engine;

    Tables(EngineContext engine) {
        this.engine = engine;
    }

    /**
     * Where a table is made.
     *
     * @param replaced the version of a table that gives way, or null
     */
    private record Place(
            TableStore store, String name, @Nullable TableVersion replaced) {}

    /** Creates a table, with the rows of its query if it has one; returns their number. */
    long create(SqlCreateTable create, SessionContext session, CancelToken cancelToken) {
        if (create.getReplace() && create.ifNotExists) {
            throw new StatementException(
                    Reason.SYNTAX, "OR REPLACE and IF NOT EXISTS exclude each other; leave one of them out");
        }
        Names.Qualified name = Names.qualified(create.name, engine.databaseName());
        StatementCatalog catalog = engine.catalog(session);
        SchemaName schema = schemaFor(create, name, catalog);
        if (schema == SchemaName.TEMPORARY) {
            String stored =
                    catalog.find(schema, name.name()).map(RelationName::name).orElse(name.name());
            StoredTable table = new StoredTable(session.state().temporary().open(), stored);
            return session.state()
                    .transactions()
                    .defineTemporary(CREATE, table, () -> createIn(schema, name, create, session, cancelToken));
        }
        engine.requireWritable(session, CREATE);
        return session.state()
                .transactions()
                .define(CREATE, cancelToken, () -> createIn(schema, name, create, session, cancelToken));
    }

    private long createIn(
            SchemaName schema,
            Names.Qualified name,
            SqlCreateTable create,
            SessionContext session,
            CancelToken cancelToken) {
        StatementCatalog catalog = engine.catalog(session);
        Optional<RelationName> existing =
                catalog.find(schema, name.name()).filter(found -> found.kind() != RelationName.Kind.SYSTEM_VIEW);
        if (existing.isPresent() && create.ifNotExists && existing.get().isTable()) {
            return 0;
        }
        Place place = place(schema, name.name(), existing.orElse(null), create.getReplace(), session);
        ColumnDeclarations columns = new ColumnDeclarations(engine, catalog, session);
        try {
            if (create.query == null) {
                Schema stored = columns.declared(name.name(), create.columnList).schema();
                return publish(place, stored, new NoRows(stored), session);
            }
            return createAs(place, create, columns, session, cancelToken);
        } catch (StorageException e) {
            if (e.reason() != StorageException.Reason.TABLE_EXISTS) {
                throw e;
            }
            return overtaken(create, place.name(), e);
        }
    }

    /** Somebody else has made a table or view of that name meanwhile. */
    private long overtaken(SqlCreateTable create, String name, StorageException failure) {
        if (create.ifNotExists && engine.store().tables().contains(name)) {
            return 0;
        }
        if (create.getReplace()) {
            throw new StorageException(
                    StorageException.Reason.CONFLICT,
                    name + " was created by others while it was to be created or replaced; run the statement again.",
                    failure);
        }
        throw failure;
    }

    private static SchemaName schemaFor(SqlCreateTable create, Names.Qualified name, StatementCatalog catalog) {
        boolean temporary = create instanceof SqlCreateTemporaryTable;
        SchemaName schema =
                name.schema() != null ? name.schema() : temporary ? SchemaName.TEMPORARY : catalog.currentSchema();
        if (schema == SchemaName.INFORMATION) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    "Nothing can be created in " + schema + "; tables belong to " + SchemaName.MAIN + " or "
                            + SchemaName.TEMPORARY);
        }
        if (temporary && schema != SchemaName.TEMPORARY) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    "A temporary table belongs to schema " + SchemaName.TEMPORARY + ", not to " + schema
                            + "; leave the schema out");
        }
        return schema;
    }

    private Place place(
            SchemaName schema, String name, @Nullable RelationName existing, boolean replace, SessionContext session) {
        TableStore store =
                schema == SchemaName.TEMPORARY ? session.state().temporary().open() : engine.store();
        if (existing == null) {
            return new Place(store, name, null);
        }
        if (!replace) {
            throw new StatementException(Reason.DUPLICATE_TABLE, existing + " exists already");
        }
        if (!existing.isTable()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    existing.name() + " is a view; drop it first, or replace it with CREATE OR REPLACE VIEW");
        }
        engine.committer(store).settle(existing.name());
        return new Place(store, existing.name(), base(new StoredTable(store, existing.name())));
    }

    /** The version that others read, so that nothing is replaced that is not decided yet. */
    private TableVersion base(StoredTable table) {
        long version = engine.snapshots()
                .read(List.of(table))
                .version(table)
                .orElseThrow(() -> new StatementException(Reason.UNKNOWN_TABLE, "Table " + table + " does not exist"));
        return new TableVersion(table.name(), version);
    }

    private long createAs(
            Place place,
            SqlCreateTable create,
            ColumnDeclarations columns,
            SessionContext session,
            CancelToken cancelToken) {
        SqlNode query = Objects.requireNonNull(create.query);
        QueryStatement rows = new QueryStatement(engine, () -> query, session, cancelToken);
        refuseParameters(rows, CREATE);
        if (create.columnList != null && ColumnDeclarations.isConstrained(create.columnList)) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "CREATE TABLE " + place.name() + " AS takes no constraints; create the table with them first, then"
                            + " INSERT the rows of the query");
        }
        List<Field> fields = create.columnList != null && ColumnDeclarations.isTyped(create.columnList)
                ? columns.declared(place.name(), create.columnList).columns()
                : ColumnDeclarations.named(rows.planned(), create.columnList);
        if (fields.size() != rows.columns().size()) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    "CREATE TABLE " + place.name() + " lists " + fields.size() + " columns; its query has "
                            + rows.columns().size());
        }
        for (int i = 0; i < fields.size(); i++) {
            ColumnDeclarations.requireStorable(fields.get(i));
            requireSameType(fields.get(i), rows.columns().get(i));
        }
        Schema schema = new Schema(fields);
        try (BatchOperator operator = rows.open(session, List.of(), cancelToken).operator()) {
            return publish(place, schema, new StoredRows(place.name(), schema, operator), session);
        }
    }

    private static void requireSameType(Field field, ResultColumn column) {
        if (!SqlTypes.samePhysical(CanonicalTypes.canonical(field), column.field())) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Column " + field.getName() + " is declared with another type than its query gives ("
                            + column.typeName() + "); CAST it in the query");
        }
    }

    private long publish(Place place, Schema schema, BatchSource rows, SessionContext session) {
        var committer = engine.committer(place.store());
        if (place.replaced() != null) {
            return committer.replaceTable(
                    place.replaced(), schema, rows, session.commitInfo("CREATE OR REPLACE TABLE"));
        }
        return place.store() == engine.store()
                ? committer.createTable(
                        place.name(),
                        schema,
                        rows,
                        session.commitInfo(CREATE),
                        () -> engine.views().requireFree(place.name()))
                : committer.createTable(place.name(), schema, Map.of(), rows, session.commitInfo(CREATE));
    }

    /** Drops a table. */
    void drop(SqlIdentifier identifier, boolean ifExists, SessionContext session, CancelToken cancelToken) {
        Names.Qualified name = Names.qualified(identifier, engine.databaseName());
        Optional<RelationName> temporary =
                name.find(engine.catalog(session)).filter(found -> found.kind() == RelationName.Kind.TEMPORARY_TABLE);
        if (temporary.isPresent()) {
            TableStore store = session.state().temporary().open();
            StoredTable table = new StoredTable(store, temporary.get().name());
            session.state().transactions().defineTemporary(DROP, table, () -> {
                engine.committer(store).dropTable(table.name());
                return table;
            });
            return;
        }
        engine.requireWritable(session, DROP);
        session.state().transactions().define(DROP, cancelToken, () -> dropIn(name, ifExists, session));
    }

    /** Drops a table of the database; returns whether there was one. */
    private boolean dropIn(Names.Qualified name, boolean ifExists, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        Optional<RelationName> found = name.find(catalog);
        if (found.isEmpty()) {
            if (ifExists) {
                return false;
            }
            throw Names.unknown("Table", name.name(), catalog);
        }
        String stored = found.get().name();
        switch (found.get().kind()) {
            case TABLE -> {
                return dropped(stored, ifExists);
            }
            case TEMPORARY_TABLE -> throw new IllegalStateException(found.get() + " is no table of the database");
            case VIEW ->
                throw new StatementException(
                        Reason.WRONG_OBJECT, stored + " is a view; drop it with DROP VIEW " + stored);
            case SYSTEM_VIEW ->
                throw new StatementException(
                        Reason.WRONG_OBJECT, stored + " is computed by the database and cannot be dropped");
        }
        return true;
    }

    /** Whether a table was there to be dropped; others may have been faster. */
    private boolean dropped(String table, boolean ifExists) {
        try {
            engine.committer(engine.store()).dropTable(table);
            return true;
        } catch (StorageException e) {
            if (ifExists && e.reason() == StorageException.Reason.TABLE_NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    static void refuseParameters(QueryStatement rows, String statement) {
        if (!rows.parameters().isEmpty()) {
            throw new StatementException(Reason.NOT_SUPPORTED, statement + " takes no parameters");
        }
    }

    private record NoRows(Schema schema) implements BatchSource {
        @Override
        public boolean load(VectorSchemaRoot root) {
            return false;
        }
    }
}
