package org.lancesql.jdbc.errors;

import java.sql.SQLWarning;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.TransactionRecord;

/** What a statement tells beside its result. */
public final class Warnings {
    private static final String WARNING = "01000";

    private Warnings() {}

    /** That rows were read as they were before some transactions; null when there are none. */
    public static @Nullable SQLWarning readBefore(List<TransactionRecord> undecided) {
        SQLWarning first = null;
        for (TransactionRecord record : undecided) {
            SQLWarning warning = new SQLWarning(
                    "Transaction " + record.id() + " on tables "
                            + String.join(", ", new TreeSet<>(record.bases().keySet()))
                            + " was interrupted and is not decided yet; the tables were read as they were before it",
                    WARNING);
            if (first == null) {
                first = warning;
            } else {
                first.setNextWarning(warning);
            }
        }
        return first;
    }
}
