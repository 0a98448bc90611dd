package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.IndexInfo;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlCreateIndex;
import org.lancesql.calcite.parser.SqlDropIndex;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
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
        LanceTable table = requireTable(create.table(), engine.catalog());
        Optional<String> taken = storedName(create.name(), table);
        boolean built = false;
        if (taken.isEmpty()) {
            NewIndex index = NewIndex.of(create, table);
            built = engine.committer()
                    .createIndex(
                            table.name(),
                            index.name(),
                            index.kind(),
                            index.column(),
                            session.commitInfo("CREATE INDEX"));
        }
        if (!built && !create.ifNotExists()) {
            throw new StatementException(
                    Reason.DUPLICATE_TABLE,
                    "Table " + table.name() + " has an index " + taken.orElse(create.name()) + " already");
        }
    }

    /** The plan of a CREATE INDEX. */
    NewIndex plan(SqlCreateIndex create) {
        return NewIndex.of(create, requireTable(create.table(), engine.catalog()));
    }

    void drop(SqlDropIndex drop, SessionContext session) {
        StatementCatalog catalog = engine.catalog();
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
            dropped = engine.committer()
                    .dropIndex(
                            table.name(),
                            storedName(drop.name(), table).orElseThrow(),
                            session.commitInfo("DROP INDEX"));
        }
        if (!dropped && !drop.ifExists()) {
            throw new StatementException(
                    Reason.UNKNOWN_INDEX,
                    "Index " + drop.name() + " does not exist" + (on == null ? "" : " on table " + on)
                            + "; SHOW INDEXES lists those that do");
        }
    }

    private LanceTable requireTable(SqlIdentifier identifier, StatementCatalog catalog) {
        String name = Names.simple(identifier, engine.databaseName());
        String stored = catalog.storedName(name)
                .orElseThrow(() -> Names.unknown(name, catalog, identifier.getParserPosition()));
        if (!catalog.tableNames().contains(stored)) {
            throw new StatementException(Reason.WRONG_OBJECT, stored + " is a view; indexes are built on tables");
        }
        return catalog.requireTable(stored);
    }

    /** A table, unless its files are damaged: then it has no index that anybody could name. */
    private static Optional<LanceTable> readable(String name, StatementCatalog catalog) {
        try {
            return Optional.of(catalog.requireTable(name));
        } catch (StorageException e) {
            return Optional.empty();
        }
    }

    /** The name of a table's index as it is stored; matched without case. */
    private static Optional<String> storedName(String name, LanceTable table) {
        return table.indexes().stream()
                .map(TableIndex::name)
                .filter(name::equalsIgnoreCase)
                .min(Comparator.comparing(candidate -> !candidate.equals(name)));
    }

    List<IndexInfo> of(String table) {
        StatementCatalog catalog = engine.catalog();
        String stored = catalog.storedName(table)
                .filter(catalog.tableNames()::contains)
                .orElseThrow(() -> Names.unknown("Table", table, catalog));
        return describe(catalog.requireTable(stored));
    }

    private static List<IndexInfo> describe(LanceTable table) {
        return table.indexes().stream()
                .map(index -> new IndexInfo(
                        table.name(),
                        index.name(),
                        index.kind(),
                        index.columns().stream().map(Column::toString).toList(),
                        false,
                        index.rowsCovered()))
                .sorted(Comparator.comparing(IndexInfo::name))
                .toList();
    }

    /** Rows of SHOW INDEXES: table, name, kind, columns, rows covered. */
    List<List<@Nullable Object>> show(@Nullable SqlIdentifier table) {
        StatementCatalog catalog = engine.catalog();
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
                        index.rowsCovered()));
            }
        }
        return rows;
    }
}
