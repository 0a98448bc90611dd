package org.lancesql.storage;

/** Whether a request is answered faster from columns in memory than by Lance. */
final class MemoryChoice {
    /** Rows of a table that is read faster than anything is looked up in it. */
    static final long SMALL_ROWS = 100_000;

    /** Rows that a value is found among in memory as fast as by an index. */
    private static final long LOOKUP_ROWS = 1 << 19;

    private final OpenDataset dataset;
    private final ColumnCache cache;

    MemoryChoice(OpenDataset dataset, ColumnCache cache) {
        this.dataset = dataset;
        this.cache = cache;
    }

    /** @param columns all that the request needs, those of its predicate and order too */
    boolean isBetterWhole(ScanRequest request, WholeColumns columns) {
        double missing = columns.missingBytes();
        boolean fits = missing <= cache.loadingBytes()
                && columns.columns().stream().noneMatch(column -> cache.isOversize(column.column()));
        long rows = dataset.rowCount();
        if (missing > 0 && !fits) {
            return false;
        } else if (rows <= SMALL_ROWS) {
            return true;
        } else if (isLookup(request) && rows > LOOKUP_ROWS) {
            return false;
        }
        return missing == 0 || isWorthLoading(request, columns);
    }

    private boolean isLookup(ScanRequest request) {
        return request.predicate() != null && IndexUse.isLookup(request.predicate(), dataset.indexes());
    }

    /** What asks for few of the values waits for Lance once; whoever wants the same again gets it from memory. */
    private boolean isWorthLoading(ScanRequest request, WholeColumns columns) {
        boolean isPart = request.limit().isPresent() && request.order().isEmpty();
        if (isPart || isLookup(request)) {
            return false;
        }
        if (request.predicate() == null && request.order().isEmpty()) {
            return true;
        }
        boolean wished = true;
        for (ColumnKeys column : columns.columns()) {
            wished &= cache.wish(column.column());
        }
        return wished;
    }
}
