package org.lancesql.calcite.parser;

import org.jspecify.annotations.Nullable;

/** What a statement says of a transaction's isolation and access; the last word counts. */
public final class TransactionModes {
    private @Nullable String isolation;
    private @Nullable Boolean readOnly;

    /** One of the four levels of SQL, in upper case; null for none. */
    public @Nullable String isolation() {
        return isolation;
    }

    public void setIsolation(String newIsolation) {
        isolation = newIsolation;
    }

    /** READ ONLY or READ WRITE; null for neither. */
    public @Nullable Boolean readOnly() {
        return readOnly;
    }

    public void setReadOnly(boolean newReadOnly) {
        readOnly = newReadOnly;
    }
}
