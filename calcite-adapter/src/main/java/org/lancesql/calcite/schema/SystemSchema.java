package org.lancesql.calcite.schema;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lancesql.calcite.information.TableRelation;
import org.lancesql.calcite.information.TableRelations;
import org.lancesql.versioning.StoredTable;

/** Tables that the engine computes when they are read. */
public final class SystemSchema {
    private final Map<String, SystemTable> tables = new TreeMap<>();

    private final TableRelations relations;

    /**
     * @param tables of the schema
     * @param relations those that describe the tables of other schemas
     */
    public SystemSchema(Collection<SystemTable> tables, TableRelations relations) {
        this.relations = relations;
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** Names of the tables, sorted; they are in lower case. */
    public Collection<String> names() {
        return tables.keySet();
    }

    public Optional<SystemTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** What a table tells of itself. */
    SystemTable describing(StoredTable table, TableRelation relation) {
        return relations.of(table, relation);
    }
}
