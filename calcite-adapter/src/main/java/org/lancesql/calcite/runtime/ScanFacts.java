package org.lancesql.calcite.runtime;

import java.util.TreeSet;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.storage.ReadReport;

/** Counts what one scan reads, and tells the profile of its operator at the end. */
final class ScanFacts {
    private final OperatorProfile profile;
    private final ReadReport report = new ReadReport();
    private long rows;
    private long bytes;

    ScanFacts(OperatorProfile profile) {
        this.profile = profile;
    }

    /** What storage tells where rows come from. */
    ReadReport report() {
        return report;
    }

    void count(VectorSchemaRoot batch) {
        rows += batch.getRowCount();
        for (FieldVector vector : batch.getFieldVectors()) {
            bytes += vector.getBufferSize();
        }
    }

    void tell() {
        profile.count("rows read", rows);
        profile.count("bytes", bytes);
        profile.count("fragments", report.fragments());
        if (report.columnsInMemory() > 0) {
            profile.count("columns from memory", report.columnsInMemory());
        }
        if (report.columnsFromFiles() > 0) {
            profile.count("columns from files", report.columnsFromFiles());
        }
        String filter = report.filter();
        if (filter != null) {
            profile.note("filter", "[" + filter + "]");
        }
        if (!report.indexes().isEmpty()) {
            profile.note("index", new TreeSet<>(report.indexes()).toString());
        }
    }
}
