package org.lancesql.benchmarks;

import java.util.List;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.TableHandle;

/**
 * Only reads the columns that a query names, each table once with one scanner, and does nothing with them: what no
 * engine that scans Lance this way can undercut.
 */
final class ScanFloor implements Contestant {
    private final LanceTables tables;

    /** @param tables stay the caller's */
    ScanFloor(LanceTables tables) {
        this.tables = tables;
    }

    @Override
    public String name() {
        return "floor";
    }

    @Override
    public Answer run(TpchQuery query) {
        for (TableHandle table : tables.all()) {
            List<String> columns = query.namedColumns(table.schema());
            if (!columns.isEmpty()) {
                read(table, columns);
            }
        }
        return Answer.NONE;
    }

    private void read(TableHandle table, List<String> columns) {
        try (BatchReader reader = tables.scan(table, columns)) {
            while (reader.next() != null) {
                // The batch is all that was wanted.
            }
        }
    }

    @Override
    public void close() {
        // The tables are the caller's.
    }
}
