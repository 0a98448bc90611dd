package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.StoredTable;

/** Tables that the engine computes when they are read. */
public final class SystemSchema {
    private final Supplier<Collection<SystemTable>> source;
    private final TableDescriptions relations;
    private @Nullable Map<String, SystemTable> tables;

    /**
     * @param source of its tables, asked when a name of the schema is; most statements name none
     * @param relations those that describe the tables of other schemas
     */
    public SystemSchema(Supplier<Collection<SystemTable>> source, TableDescriptions relations) {
        this.source = source;
        this.relations = relations;
    }

    private synchronized Map<String, SystemTable> tables() {
        if (tables == null) {
            tables = new TreeMap<>();
            for (SystemTable table : source.get()) {
                tables.put(table.name(), table);
            }
        }
        return tables;
    }

    /** Names of the tables, sorted; they are in lower case. */
    public Collection<String> names() {
        return tables().keySet();
    }

    public Optional<SystemTable> find(String name) {
        return Optional.ofNullable(tables().get(name));
    }

    /** What a table tells of itself. */
    SystemTable describing(StoredTable table, TableRelation relation) {
        return relations.of(table, relation);
    }
}
