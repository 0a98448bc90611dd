package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.change.ChangeQuery;
import org.lancesql.calcite.plan.RowConditions;

/**
 * What a planned statement does with its rows.
 *
 * @param table whose rows it changes
 * @param schema of the table, as it was planned
 * @param query what the statement was lowered to, with the final layout
 * @param conditions that new rows have to satisfy
 */
record LoweredChange(RelationName table, Schema schema, ChangeQuery query, RowConditions conditions) {
    LoweredChange {
        requireNonNull(table, "table is null");
        requireNonNull(schema, "schema is null");
        requireNonNull(query, "query is null");
        requireNonNull(conditions, "conditions is null");
    }
}
