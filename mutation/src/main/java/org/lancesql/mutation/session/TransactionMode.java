package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

import org.lancesql.mutation.Isolation;

/** What a transaction is begun with. */
public record TransactionMode(Isolation isolation, boolean readOnly) {
    public TransactionMode {
        requireNonNull(isolation, "isolation is null");
    }
}
