package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

/** What a transaction is begun with. */
public record TransactionMode(Isolation isolation, boolean readOnly) {
    public TransactionMode {
        requireNonNull(isolation, "isolation is null");
    }
}
