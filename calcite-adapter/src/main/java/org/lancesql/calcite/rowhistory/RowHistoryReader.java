package org.lancesql.calcite.rowhistory;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.versioning.TableHistory;

/** Reads the stories of rows. */
public record RowHistoryReader(TableHistory history, ArrowMemory memory) {
    /**
     * The versions in which rows with a key changed, oldest first: number, time, kind of change, and the values of the
     * table's columns after it, or before it where a row was deleted.
     *
     * @param key values by names of columns, as {@link org.lancesql.calcite.pushdown.KeyValue} takes them
     */
    public Iterator<List<@Nullable Object>> read(LanceTable table, Map<String, @Nullable Object> key) {
        return new RowStory(
                history.oldestFirst(table.stored()),
                table.stored().store().versions(table.name()),
                new KeyedRows(table, key, memory));
    }
}
