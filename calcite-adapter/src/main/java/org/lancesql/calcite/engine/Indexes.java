package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.IndexInfo;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlCreateIndex;
import org.lancesql.calcite.parser.SqlDropIndex;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.mutation.Committer;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableIndex;

/** CREATE INDEX, DROP INDEX and what the indexes are. */
final class Indexes {
    private final EngineContext engine;

    Indexes(EngineContext engine) {
        this.engine = engine;
    }

    void create(SqlCreateIndex create, SessionContext session) {
        LanceTable table = requireTable(create.table(), engine.catalog(session));
        Optional<String> taken = storedName(create.name(), table);
        boolean built = false;
        if (taken.isEmpty()) {
            NewIndex index = NewIndex.of(create, table);
            built = index.unique() ? buildUnique(index, session) : build(index, session);
        }
        if (!built && !create.ifNotExists()) {
            throw new StatementException(
                    Reason.DUPLICATE_TABLE,
                    "Table " + table.name() + " has an index " + taken.orElse(create.name()) + " already");
        }
    }

    private boolean build(NewIndex index, SessionContext session) {
        return engine.committer(engine.store())
                .createIndex(
                        index.table().name(),
                        index.name(),
                        index.kind(),
                        index.column(),
                        session.commitInfo("CREATE INDEX"));
    }

    /** First the key, so that no row breaks it while the index is built; without the index it holds as well. */
    private boolean buildUnique(NewIndex index, SessionContext session) {
        String table = index.table().name();
        Committer committer = engine.committer(engine.store());
        try (BufferAllocator allocator = engine.memory().newChild("unique index")) {
            if (!committer.addKey(table, index.key(), allocator, session.commitInfo("CREATE UNIQUE INDEX"))) {
                return false;
            }
        }
        boolean built = false;
        try {
            built = build(index, session);
            return built;
        } finally {
            if (!built) {
                committer.dropKey(table, index.name(), session.commitInfo("CREATE UNIQUE INDEX"));
            }
        }
    }

    /** The plan of a CREATE INDEX. */
    NewIndex plan(SqlCreateIndex create, SessionContext session) {
        return NewIndex.of(create, requireTable(create.table(), engine.catalog(session)));
    }

    void drop(SqlDropIndex drop, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        List<LanceTable> candidates = new ArrayList<>();
        SqlIdentifier on = drop.table();
        if (on != null) {
            candidates.add(requireTable(on, catalog));
        } else {
            catalog.tableNames().forEach(name -> readable(name, catalog).ifPresent(candidates::add));
        }
        candidates.removeIf(table -> storedName(drop.name(), table).isEmpty());
        if (candidates.size() > 1) {
            throw new StatementException(
                    Reason.AMBIGUOUS_NAME,
                    "Tables "
                            + String.join(
                                    " and ",
                                    candidates.stream().map(LanceTable::name).toList())
                            + " have an index " + drop.name() + " each; write DROP INDEX " + drop.name() + " ON "
                            + candidates.get(0).name());
        }
        boolean dropped = false;
        if (candidates.size() == 1) {
            LanceTable table = candidates.get(0);
            dropped = drop(table, storedName(drop.name(), table).orElseThrow(), session);
        }
        if (!dropped && !drop.ifExists()) {
            throw new StatementException(
                    Reason.UNKNOWN_INDEX,
                    "Index " + drop.name() + " does not exist" + (on == null ? "" : " on table " + on)
                            + "; SHOW INDEXES lists those that do");
        }
    }

    /** Drops the key that CREATE UNIQUE INDEX has made, and the index. */
    private boolean drop(LanceTable table, String name, SessionContext session) {
        Committer committer = engine.committer(engine.store());
        boolean isKey = table.constraints().keys().stream()
                .anyMatch(key -> key.index() && key.name().equals(name));
        boolean dropped = isKey && committer.dropKey(table.name(), name, session.commitInfo("DROP INDEX"));
        return committer.dropIndex(table.name(), name, session.commitInfo("DROP INDEX")) || dropped;
    }

    private LanceTable requireTable(SqlIdentifier identifier, StatementCatalog catalog) {
        RelationName found = Names.require("Table", identifier, catalog, engine.databaseName());
        if (found.kind() != RelationName.Kind.TABLE) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    found.name() + " is a " + (found.isTable() ? "temporary table" : "view")
                            + "; indexes are built on tables" + (found.isTable() ? " of the database" : ""));
        }
        return catalog.requireTable(found);
    }

    /** Indexes are built on tables of the database. */
    private static RelationName table(String stored) {
        return new RelationName(SchemaName.MAIN, stored, RelationName.Kind.TABLE);
    }

    /** A table, unless its files are damaged: then it has no index that anybody could name. */
    private static Optional<LanceTable> readable(String name, StatementCatalog catalog) {
        try {
            return Optional.of(catalog.requireTable(table(name)));
        } catch (StorageException e) {
            return Optional.empty();
        }
    }

    /** The name of a table's index as it is stored; matched without case. */
    private static Optional<String> storedName(String name, LanceTable table) {
        Stream<String> keys =
                table.constraints().keys().stream().filter(Key::index).map(Key::name);
        return Stream.concat(table.indexes().stream().map(TableIndex::name), keys)
                .filter(name::equalsIgnoreCase)
                .min(Comparator.comparing(candidate -> !candidate.equals(name)));
    }

    List<IndexInfo> of(String table, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        String stored = catalog.storedName(table)
                .filter(catalog.tableNames()::contains)
                .orElseThrow(() -> Names.unknown("Table", table, catalog));
        LanceTable found = catalog.requireTable(table(stored));
        return Stream.concat(keys(found).stream(), describe(found).stream())
                .sorted(Comparator.comparing(IndexInfo::name))
                .toList();
    }

    private static List<IndexInfo> describe(LanceTable table) {
        return table.indexes().stream()
                .map(index -> describe(table, index))
                .sorted(Comparator.comparing(IndexInfo::name))
                .toList();
    }

    private static IndexInfo describe(LanceTable table, TableIndex index) {
        Optional<Key> key = table.constraints().keys().stream()
                .filter(candidate -> candidate.index() && candidate.name().equals(index.name()))
                .findFirst();
        List<String> columns = key.map(Key::columns)
                .orElseGet(() -> index.columns().stream().map(Column::toString).toList());
        return new IndexInfo(table.name(), index.name(), index.kind(), columns, key.isPresent(), index.rowsCovered());
    }

    /** Keys without an index, as an index that would keep them. */
    private static List<IndexInfo> keys(LanceTable table) {
        Set<String> names = table.indexes().stream().map(TableIndex::name).collect(Collectors.toSet());
        return table.constraints().keys().stream()
                .filter(key -> !names.contains(key.name()))
                .map(key -> new IndexInfo(table.name(), key.name(), key.kind(), key.columns(), true, table.rowCount()))
                .toList();
    }

    /** Rows of SHOW INDEXES: table, name, kind, columns, rows covered, whether it is unique. */
    List<List<@Nullable Object>> show(@Nullable SqlIdentifier table, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        List<LanceTable> tables = new ArrayList<>();
        if (table != null) {
            tables.add(requireTable(table, catalog));
        } else {
            catalog.tableNames().forEach(name -> readable(name, catalog).ifPresent(tables::add));
        }
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (LanceTable each : tables) {
            for (IndexInfo index : describe(each)) {
                rows.add(Arrays.asList(
                        index.table(),
                        index.name(),
                        index.kind(),
                        String.join(", ", index.columns()),
                        index.rowsCovered(),
                        index.unique() ? "YES" : "NO"));
            }
        }
        return rows;
    }
}
