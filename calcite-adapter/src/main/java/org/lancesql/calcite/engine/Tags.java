package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlCreateTag;
import org.lancesql.calcite.parser.SqlDropTag;
import org.lancesql.calcite.parser.SqlReplaceTag;
import org.lancesql.calcite.parser.SqlVersionedTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.PinnedTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.calcite.versionpin.VersionPinner;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableTag;
import org.lancesql.storage.TableTags;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.DatabaseTag;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.VersionResolver;

/** CREATE TAG, REPLACE TAG, DROP TAG and what the tags are. */
final class Tags {
    private final EngineContext engine;

    Tags(EngineContext engine) {
        this.engine = engine;
    }

    void create(SqlCreateTag create, SessionContext session) {
        SqlNode place = create.place();
        String name = create.name().getSimple();
        if (create.replace() && create.ifNotExists()) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "CREATE OR REPLACE TAG replaces a tag that exists; leave out IF NOT EXISTS",
                    Places.of(create),
                    null);
        }
        if (place == null) {
            createOnDatabase(create, session);
            return;
        }
        Place tagged = place(place, session);
        if (create.replace()) {
            replace(tagged, create.name());
            return;
        }
        refuseBranch(tagged.table(), create.name());
        if (!tagged.tags().create(name, tagged.version()) && !create.ifNotExists()) {
            throw exists(create.name(), "Table " + tagged.table());
        }
    }

    private void createOnDatabase(SqlCreateTag create, SessionContext session) {
        String name = create.name().getSimple();
        List<StoredTable> tables = tables(session);
        refuseBranches(tables, create.name());
        Snapshot all = engine.snapshots().read(tables);
        if (create.replace()) {
            engine.databaseTags().replace(name, all);
            return;
        }
        if (engine.databaseTags().find(name).isPresent()) {
            if (!create.ifNotExists()) {
                throw exists(create.name(), "The database");
            }
            return;
        }
        Optional<String> taken = engine.databaseTags().create(name, all);
        if (taken.isPresent()) {
            throw exists(create.name(), "Table " + taken.get());
        }
    }

    private List<StoredTable> tables(SessionContext session) {
        return new SessionRelations(engine, session).tables();
    }

    private static StatementException exists(SqlIdentifier name, String where) {
        return new StatementException(
                Reason.DUPLICATE_OBJECT,
                where + " has a tag " + name.getSimple()
                        + " already; CREATE OR REPLACE TAG makes it name another version",
                Places.of(name),
                null);
    }

    void replace(SqlReplaceTag replace, SessionContext session) {
        String name = replace.name().getSimple();
        SqlNode place = replace.place();
        if (place == null) {
            if (engine.databaseTags().find(name).isEmpty()) {
                throw unknown(replace.name());
            }
            List<StoredTable> tables = tables(session);
            refuseBranches(tables, replace.name());
            engine.databaseTags().replace(name, engine.snapshots().read(tables));
            return;
        }
        Place tagged = place(place, session);
        if (tagged.tags().find(name).isEmpty()) {
            throw unknown(replace.name(), tagged.table(), tagged.tags());
        }
        replace(tagged, replace.name());
    }

    private void replace(Place tagged, SqlIdentifier name) {
        refuseShared(tagged.table(), name);
        refuseBranch(tagged.table(), name);
        tagged.tags().replace(name.getSimple(), tagged.version());
    }

    /** One table's part of a tag of the database changes with the whole only. */
    private void refuseShared(String table, SqlIdentifier identifier) {
        String name = identifier.getSimple();
        if (engine.databaseTags().holds(table, name)) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    "Tag " + name + " of table " + table + " belongs to the tag " + name
                            + " of the database; change or drop that: ... TAG " + name + " ON DATABASE",
                    Places.of(identifier),
                    null);
        }
    }

    private void refuseBranches(List<StoredTable> tables, SqlIdentifier name) {
        tables.forEach(table -> refuseBranch(table.name(), name));
    }

    private void refuseBranch(String table, SqlIdentifier name) {
        boolean isBranch = name.getSimple().equals(VersionResolver.MAIN_BRANCH)
                || engine.store().tags(table).branches().stream()
                        .anyMatch(branch -> branch.name().equals(name.getSimple()));
        if (isBranch) {
            throw new StatementException(
                    Reason.DUPLICATE_OBJECT,
                    "Table " + table + " has a branch " + name.getSimple()
                            + "; a tag of that name could not be told from it",
                    Places.of(name),
                    null);
        }
    }

    void drop(SqlDropTag drop, SessionContext session) {
        String name = drop.name().getSimple();
        SqlIdentifier on = drop.table();
        if (on == null) {
            if (!engine.databaseTags().drop(name) && !drop.ifExists()) {
                throw unknown(drop.name());
            }
            return;
        }
        String table = requireTable(on, engine.catalog(session)).name();
        refuseShared(table, drop.name());
        TableTags tags = engine.store().tags(table);
        if (!tags.drop(name) && !drop.ifExists()) {
            throw unknown(drop.name(), table, tags);
        }
    }

    private static StatementException unknown(SqlIdentifier name, String table, TableTags tags) {
        List<String> names = tags.list().stream().map(TableTag::name).toList();
        return new StatementException(
                Reason.UNKNOWN_TAG,
                "Table " + table + " has no tag " + name.getSimple() + NearNames.suggestion(name.getSimple(), names)
                        + (names.isEmpty() ? "; it has none" : ""),
                Places.of(name),
                null);
    }

    private StatementException unknown(SqlIdentifier name) {
        String text = name.getSimple();
        List<String> tables = new ArrayList<>();
        for (String table : engine.store().tables()) {
            if (engine.store().tags(table).find(text).isPresent()) {
                tables.add(table);
            }
        }
        String hint = tables.isEmpty()
                ? NearNames.suggestion(text, engine.databaseTags().all().keySet())
                : "; a tag of that name is on table " + String.join(", ", tables) + ": DROP TAG " + text + " ON "
                        + tables.get(0);
        return new StatementException(
                Reason.UNKNOWN_TAG, "The database has no tag " + text + hint, Places.of(name), null);
    }

    /** What a tag is to name. */
    private record Place(String table, TableTags tags, long version) {}

    private Place place(SqlNode place, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session, List.of());
        SqlNode table = place instanceof SqlVersionedTable versioned ? versioned.table() : place;
        String name = requireTable((SqlIdentifier) table, catalog).name();
        long version = place instanceof SqlVersionedTable versioned ? version(versioned, name, catalog) : current(name);
        return new Place(name, engine.store().tags(name), version);
    }

    private long version(SqlVersionedTable reference, String table, StatementCatalog catalog) {
        SqlNode pinned = VersionPinner.pin(reference, catalog.pins().values());
        SqlIdentifier name = ((SqlCall) pinned).operand(0);
        Pin pin = PinnedName.decode(Util.last(name.names)).pin().orElseThrow();
        TableVersion version = catalog.pins()
                .version(new PinnedTable(new StoredTable(engine.store(), table), pin))
                .orElseThrow();
        if (!version.branch().equals(TableVersion.MAIN)) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "Version " + version.version() + " of table " + table + " is on branch " + version.branch()
                            + "; tags are made on the main branch",
                    Places.of(reference),
                    null);
        }
        return version.version();
    }

    /** The committed version: what a transaction over several tables has not decided yet has no tag. */
    private long current(String name) {
        StoredTable table = new StoredTable(engine.store(), name);
        return engine.snapshots().read(List.of(table)).version(table).orElseGet(table::latestVersion);
    }

    private RelationName requireTable(SqlIdentifier identifier, StatementCatalog catalog) {
        RelationName found = Names.require("Table", identifier, catalog, engine.databaseName());
        if (found.kind() != RelationName.Kind.TABLE) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    found.name() + " is a " + (found.isTable() ? "temporary table" : "view")
                            + "; tags are made on tables" + (found.isTable() ? " of the database" : ""),
                    Places.of(identifier),
                    null);
        }
        return found;
    }

    /** Rows of SHOW TAGS: tag, table, version, when it was made, whether it is part of a tag of the database. */
    List<List<@Nullable Object>> show(@Nullable SqlIdentifier table, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        List<String> tables = table == null
                ? List.copyOf(catalog.tableNames())
                : List.of(requireTable(table, catalog).name());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String each : tables) {
            Set<String> shared = engine.databaseTags().all().values().stream()
                    .filter(tag -> tag.versions().containsKey(each))
                    .map(DatabaseTag::name)
                    .collect(Collectors.toSet());
            for (TableTag tag : readable(each, table != null)) {
                rows.add(Arrays.asList(
                        tag.name(),
                        each,
                        tag.version(),
                        tag.isOnMain() ? "main" : tag.branch(),
                        tag.createdAt(),
                        shared.contains(tag.name())));
            }
        }
        return rows;
    }

    /** The tags of a table; of many tables, one that is damaged or gone by now is left out. */
    private List<TableTag> readable(String table, boolean asked) {
        try {
            return engine.store().tags(table).list();
        } catch (StorageException e) {
            if (asked) {
                throw e;
            }
            return List.of();
        }
    }
}
