package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Who began a transaction and what it did.
 *
 * @param application name that the program gave itself, if any
 * @param statements kinds of the statements, as in the versions' property {@code lancesql.statements}
 */
public record TransactionOrigin(String user, @Nullable String application, String statements) {
    public TransactionOrigin {
        requireNonNull(user, "user is null");
        requireNonNull(statements, "statements is null");
    }
}
