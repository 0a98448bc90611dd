package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who changes a table and how; kept with the version.
 *
 * @param application name that the program gave itself, if any
 * @param statementKinds INSERT, CREATE TABLE and the like, in order
 */
public record CommitInfo(String user, @Nullable String application, List<String> statementKinds) {
    public CommitInfo {
        requireNonNull(user, "user is null");
        statementKinds = List.copyOf(statementKinds);
    }
}
