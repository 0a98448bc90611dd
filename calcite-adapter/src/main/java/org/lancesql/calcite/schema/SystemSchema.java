package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tables that the engine computes when they are read. */
public final class SystemSchema {
    private final Map<String, SystemTable> tables = new TreeMap<>();

    public SystemSchema(Collection<SystemTable> tables) {
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** Names of the tables, sorted; they are in lower case. */
    public Collection<String> names() {
        return tables.keySet();
    }

    public Optional<SystemTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }
}
