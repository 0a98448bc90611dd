package org.lancesql.storage;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.lancesql.storage.OpenManifest.LiveFragment;

/**
 * How many rows a version has that the one before it has not, and the other way round, told from the fragments of both
 * without reading a row.
 */
record RowDifference(long added, long deleted) {
    private static final RowDifference NONE = new RowDifference(0, 0);

    /** Operations that move rows or describe them anew, and neither add nor delete one. */
    private static final Set<String> KEEPING_ROWS = Set.of(
            "Rewrite",
            "CreateIndex",
            "UpdateConfig",
            "Merge",
            "Project",
            "DataReplacement",
            "ReserveFragments",
            "UpdateBases");

    static RowDifference between(OpenManifest before, OpenManifest after) {
        String operation = after.commit().operation();
        if (KEEPING_ROWS.contains(operation) && total(before) == total(after)) {
            return NONE;
        }
        long added = 0;
        long deleted = 0;
        for (Map.Entry<Integer, LiveFragment> entry : after.fragments().entrySet()) {
            LiveFragment now = entry.getValue();
            LiveFragment then = before.fragments().get(entry.getKey());
            if (then == null || !isSame(then, now, operation)) {
                added += now.rows();
            } else {
                added += Math.max(0, then.deletions() - now.deletions());
                deleted += Math.max(0, now.deletions() - then.deletions());
            }
        }
        for (Map.Entry<Integer, LiveFragment> entry : before.fragments().entrySet()) {
            LiveFragment now = after.fragments().get(entry.getKey());
            if (now == null || !isSame(entry.getValue(), now, operation)) {
                deleted += entry.getValue().rows();
            }
        }
        return new RowDifference(added, deleted);
    }

    /** Fragment ids are given out once, but an overwrite counts from 0 anew. */
    private static boolean isSame(LiveFragment then, LiveFragment now, String operation) {
        return !operation.equals("Overwrite") && !operation.equals("Restore")
                || !Collections.disjoint(then.files(), now.files());
    }

    private static long total(OpenManifest manifest) {
        return manifest.fragments().values().stream()
                .mapToLong(LiveFragment::rows)
                .sum();
    }
}
