package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlUndropTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.storage.DroppedTable;

/** UNDROP TABLE. */
final class DroppedTables {
    private final EngineContext engine;

    DroppedTables(EngineContext engine) {
        this.engine = engine;
    }

    /** Takes back the table of a name that was dropped last. */
    void undrop(SqlUndropTable undrop, SessionContext session) {
        DroppedTable table = latest(undrop);
        String as = Names.simple(undrop.as(), engine.databaseName());
        String name = as.equalsIgnoreCase(table.name()) ? table.name() : as;
        Optional<RelationName> existing = engine.catalog(session).find(SchemaName.MAIN, name);
        if (existing.isPresent()) {
            throw new StatementException(
                    Reason.DUPLICATE_TABLE,
                    existing.get() + " exists already; UNDROP TABLE " + undrop.table()
                            + " AS another_name gives the table out of the trash another name",
                    Places.of(undrop.as()),
                    null);
        }
        engine.committer(engine.store())
                .undropTable(table, name, () -> engine.views().requireFree(name));
    }

    /** An exact match goes before one without case, as with other names. */
    private DroppedTable latest(SqlUndropTable undrop) {
        String name = Names.simple(undrop.table(), engine.databaseName());
        List<DroppedTable> dropped = engine.store().places().dropped();
        return last(dropped.stream().filter(table -> table.name().equals(name)).toList())
                .or(() -> last(dropped.stream()
                        .filter(table -> table.name().equalsIgnoreCase(name))
                        .toList()))
                .orElseThrow(() -> unknown(undrop, name, dropped));
    }

    private static Optional<DroppedTable> last(List<DroppedTable> tables) {
        return tables.isEmpty() ? Optional.empty() : Optional.of(tables.get(tables.size() - 1));
    }

    private static StatementException unknown(SqlUndropTable undrop, String name, List<DroppedTable> dropped) {
        TreeSet<String> names = new TreeSet<>();
        dropped.forEach(table -> names.add(table.name()));
        return new StatementException(
                Reason.UNKNOWN_TABLE,
                "There is no table " + name + " in the trash, which information_schema.lancesql_trash lists"
                        + NearNames.suggestion(name, names),
                Places.of(undrop.table()),
                null);
    }
}
