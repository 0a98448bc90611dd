package org.lancesql.calcite.information;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.schema.SystemRows;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.schema.SystemTable.Column;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.versioning.StoredTable;

/** The versions of all tables of the database, table by table. */
final class AllVersions {
    private static final String VERSION = "version";

    private AllVersions() {}

    static SystemTable of(RelationSource source, TableRelations relations) {
        List<Column> columns = new ArrayList<>(
                List.of(Column.text("table_catalog"), Column.text("table_schema"), Column.text("table_name")));
        columns.addAll(TableRelations.versionColumns());
        return new SystemTable(
                "lancesql_versions",
                columns,
                wanted -> new Rows(source, relations, wanted),
                wanted -> wanted.texts().containsKey(InformationSchema.NAME)
                                && tables(source, wanted).size() <= 1
                        ? Optional.of(VERSION)
                        : Optional.empty());
    }

    private static List<StoredTable> tables(RelationSource source, SystemRows wanted) {
        if (!InformationSchema.equals(wanted.texts().get(InformationSchema.SCHEMA), SchemaName.MAIN.sql())) {
            return List.of();
        }
        return source.tables().stream()
                .filter(table -> InformationSchema.equals(wanted.texts().get(InformationSchema.NAME), table.name()))
                .toList();
    }

    private static final class Rows implements Iterator<List<@Nullable Object>> {
        private final RelationSource source;
        private final TableRelations relations;
        private final SystemRows wanted;
        private final Iterator<StoredTable> tables;
        private Iterator<List<@Nullable Object>> versions = Collections.emptyIterator();
        private String table = "";

        Rows(RelationSource source, TableRelations relations, SystemRows wanted) {
            this.source = source;
            this.relations = relations;
            this.wanted = wanted;
            this.tables = tables(source, wanted).iterator();
        }

        @Override
        public boolean hasNext() {
            while (!versions.hasNext() && tables.hasNext()) {
                StoredTable next = tables.next();
                table = next.name();
                versions = versions(next);
            }
            return versions.hasNext();
        }

        private Iterator<List<@Nullable Object>> versions(StoredTable next) {
            try {
                return relations.versions(next, wanted);
            } catch (StorageException e) {
                if (e.reason() == Reason.TABLE_NOT_FOUND || e.reason() == Reason.DAMAGED) {
                    return Collections.emptyIterator();
                }
                throw e;
            }
        }

        @Override
        public List<@Nullable Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<@Nullable Object> row = new ArrayList<>();
            row.add(source.catalog());
            row.add(SchemaName.MAIN.sql());
            row.add(table);
            row.addAll(versions.next());
            return row;
        }
    }
}
