package org.lancesql.calcite.information;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.schema.SystemTable.Column;

/** The dropped tables that UNDROP TABLE can take back. */
final class Trash {
    private Trash() {}

    static SystemTable of(RelationSource source) {
        return new SystemTable(
                "lancesql_trash",
                List.of(
                        Column.text("table_catalog"),
                        Column.text(InformationSchema.SCHEMA),
                        Column.text(InformationSchema.NAME),
                        Column.moment("dropped_at")),
                wanted -> rows(source),
                wanted -> Optional.empty());
    }

    private static Iterator<List<@Nullable Object>> rows(RelationSource source) {
        return source.droppedTables().stream()
                .map(table -> Arrays.<@Nullable Object>asList(
                        source.catalog(), SchemaName.MAIN.sql(), table.name(), table.droppedAt()))
                .iterator();
    }
}
