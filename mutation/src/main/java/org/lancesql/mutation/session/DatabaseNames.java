package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.ViewDefinition;

/**
 * The tables and views of a database at one moment.
 *
 * @param views by name, sorted
 */
public record DatabaseNames(List<StoredTable> tables, Map<String, ViewDefinition> views) {
    public DatabaseNames {
        tables = List.copyOf(tables);
        requireNonNull(views, "views is null");
    }

    /** These names with what was defined since: one of the tables as it is later, and all views. */
    DatabaseNames with(StoredTable table, DatabaseNames later) {
        List<StoredTable> merged = new ArrayList<>(tables);
        merged.remove(table);
        if (later.tables.contains(table)) {
            merged.add(table);
        }
        return new DatabaseNames(merged, later.views);
    }
}
