package org.lancesql.calcite.information;

import static org.lancesql.calcite.schema.SystemTable.Column.flag;
import static org.lancesql.calcite.schema.SystemTable.Column.moment;
import static org.lancesql.calcite.schema.SystemTable.Column.number;
import static org.lancesql.calcite.schema.SystemTable.Column.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.SystemRows;
import org.lancesql.calcite.schema.SystemRows.Range;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.schema.SystemTable.Column;
import org.lancesql.calcite.schema.TableDescriptions;
import org.lancesql.calcite.schema.TableRelation;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.DataFileFacts;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.TableBranch;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
import org.lancesql.storage.TableTag;
import org.lancesql.storage.VersionFacts;
import org.lancesql.versioning.DatabaseTags;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StatisticsCatalog;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TableHistory;
import org.lancesql.versioning.TableStatistics;

/** Makes the relations that describe one table; what they say is as of the moment when they are read. */
public final class TableRelations implements TableDescriptions {
    private static final String VERSION = "version";
    private static final String MAIN = "main";

    private final SnapshotReader snapshots;
    private final TableHistory history;
    private final DatabaseTags databaseTags;
    private final StatisticsCatalog statistics;

    public TableRelations(
            SnapshotReader snapshots, TableHistory history, DatabaseTags databaseTags, StatisticsCatalog statistics) {
        this.snapshots = snapshots;
        this.history = history;
        this.databaseTags = databaseTags;
        this.statistics = statistics;
    }

    @Override
    public SystemTable of(StoredTable table, TableRelation relation) {
        String name = relation.of(table.name());
        return switch (relation) {
            case VERSIONS ->
                new SystemTable(
                        name, versionColumns(), wanted -> versions(table, wanted), wanted -> Optional.of(VERSION));
            case TAGS ->
                unordered(
                        name,
                        List.of(
                                text("tag"),
                                number(VERSION),
                                text("branch"),
                                moment("created_at"),
                                moment("updated_at"),
                                flag("of_database")),
                        wanted -> tags(table));
            case BRANCHES ->
                unordered(
                        name,
                        List.of(
                                text("branch"),
                                text("parent"),
                                number("parent_version"),
                                moment("created_at"),
                                number("newest_version")),
                        wanted -> branches(table));
            case FILES ->
                unordered(
                        name,
                        List.of(
                                number("fragment"),
                                text("path"),
                                number("bytes"),
                                number("rows"),
                                number("rows_deleted"),
                                number("columns"),
                                text("format")),
                        wanted -> files(table));
            case INDEXES ->
                unordered(
                        name,
                        List.of(
                                text("name"),
                                text("kind"),
                                text("columns"),
                                flag("is_unique"),
                                number("rows_covered"),
                                number("rows_not_covered")),
                        wanted -> indexes(table));
            case STATISTICS ->
                unordered(
                        name,
                        List.of(
                                text("column_name"),
                                number("distinct_values"),
                                number("null_count"),
                                text("min_value"),
                                text("max_value"),
                                number("row_count"),
                                number(VERSION),
                                moment("analyzed_at"),
                                flag("is_current")),
                        wanted -> statistics(table));
        };
    }

    private static SystemTable unordered(String name, List<Column> columns, SystemTable.Rows rows) {
        return new SystemTable(name, columns, rows, wanted -> Optional.empty());
    }

    /** Columns of a relation of versions. */
    static List<Column> versionColumns() {
        return List.of(
                number(VERSION),
                moment("committed_at"),
                text("operation"),
                text("state"),
                text("transaction_id"),
                text("user_name"),
                text("application"),
                text("statements"),
                number("rows_added"),
                number("rows_deleted"),
                number("total_rows"),
                number("fragments"),
                number("bytes"),
                text("tags"));
    }

    /** Rows of a relation of versions, newest first. */
    Iterator<List<@Nullable Object>> versions(StoredTable table, SystemRows wanted) {
        Range range = wanted.range(VERSION);
        Iterator<TableHistory.Entry> entries = history.newestFirst(table, range.lowest(), range.highest());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public List<@Nullable Object> next() {
                return row(entries.next());
            }
        };
    }

    private static List<@Nullable Object> row(TableHistory.Entry entry) {
        VersionFacts facts = entry.facts();
        return Arrays.asList(
                facts.version(),
                facts.committedAt(),
                facts.operation().isEmpty() ? null : facts.operation(),
                entry.state().name(),
                TableHistory.transactionsOf(facts),
                facts.properties().get("lancesql.user"),
                facts.properties().get("lancesql.application"),
                facts.properties().get("lancesql.statements"),
                facts.rowsAdded().isPresent() ? facts.rowsAdded().getAsLong() : null,
                facts.rowsDeleted().isPresent() ? facts.rowsDeleted().getAsLong() : null,
                facts.rows(),
                facts.fragments(),
                facts.bytes(),
                entry.tags().isEmpty() ? null : String.join(", ", entry.tags()));
    }

    private Iterator<List<@Nullable Object>> tags(StoredTable table) {
        Set<String> ofDatabase = snapshots.covers(table)
                ? databaseTags.all().values().stream()
                        .filter(tag -> tag.versions().containsKey(table.name()))
                        .map(tag -> tag.name())
                        .collect(Collectors.toSet())
                : Set.of();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableTag tag : table.store().tags(table.name()).list()) {
            rows.add(Arrays.asList(
                    tag.name(),
                    tag.version(),
                    tag.isOnMain() ? MAIN : tag.branch(),
                    tag.createdAt(),
                    tag.updatedAt(),
                    ofDatabase.contains(tag.name())));
        }
        return rows.iterator();
    }

    private Iterator<List<@Nullable Object>> branches(StoredTable table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(Arrays.asList(MAIN, null, null, null, current(table)));
        for (TableBranch branch : table.store().tags(table.name()).branches()) {
            rows.add(Arrays.asList(
                    branch.name(),
                    branch.parent() == null ? MAIN : branch.parent(),
                    branch.parentVersion(),
                    branch.createdAt(),
                    branch.newestVersion().isPresent() ? branch.newestVersion().getAsLong() : null));
        }
        return rows.iterator();
    }

    private long current(StoredTable table) {
        return snapshots.read(List.of(table)).version(table).orElseGet(table::latestVersion);
    }

    private Iterator<List<@Nullable Object>> files(StoredTable table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (DataFileFacts file : table.store().versions(table.name()).files(current(table))) {
            rows.add(Arrays.asList(
                    (long) file.fragment(),
                    file.path(),
                    file.bytes().isPresent() ? file.bytes().getAsLong() : null,
                    file.rows(),
                    file.rowsDeleted(),
                    (long) file.columns(),
                    file.format()));
        }
        return rows.iterator();
    }

    private Iterator<List<@Nullable Object>> statistics(StoredTable table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Optional<TableStatistics> known = statistics.find(table);
        if (known.isEmpty()) {
            return rows.iterator();
        }
        try (TableHandle handle = table.open(current(table))) {
            Set<String> current = known.get().current(handle).keySet();
            new TreeMap<>(known.get().columns())
                    .forEach((name, column) -> rows.add(Arrays.asList(
                            name,
                            Math.round(column.distinct()),
                            column.nulls(),
                            column.least(),
                            column.greatest(),
                            column.rows(),
                            column.version(),
                            column.analyzedAt(),
                            current.contains(name))));
        }
        return rows.iterator();
    }

    private Iterator<List<@Nullable Object>> indexes(StoredTable table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (TableHandle handle = table.open(current(table))) {
            List<Key> keys =
                    TableConstraints.of(handle.schema().getCustomMetadata()).keys();
            for (TableIndex index : handle.indexes()) {
                boolean unique =
                        keys.stream().anyMatch(key -> key.index() && key.name().equals(index.name()));
                Stream<String> columns = index.columns().stream().map(Predicate.Column::toString);
                rows.add(Arrays.asList(
                        index.name(),
                        index.kind(),
                        columns.collect(Collectors.joining(", ")),
                        unique,
                        index.rowsCovered(),
                        Math.max(0, handle.rowCount() - index.rowsCovered())));
            }
        }
        return rows.iterator();
    }
}
