package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.CommitMark;

/**
 * Who changes a table and how; kept with the version as the properties {@code lancesql.user}, {@code
 * lancesql.application} and {@code lancesql.statements}.
 *
 * @param application name that the program gave itself, if any
 * @param statementKinds INSERT, CREATE TABLE and the like, in order
 */
public record CommitInfo(String user, @Nullable String application, List<String> statementKinds) {
    public CommitInfo {
        requireNonNull(user, "user is null");
        statementKinds = List.copyOf(statementKinds);
    }

    /** A new mark for one commit. */
    CommitMark newMark() {
        Map<String, String> properties = new HashMap<>();
        properties.put("lancesql.user", user);
        if (application != null) {
            properties.put("lancesql.application", application);
        }
        properties.put("lancesql.statements", String.join(", ", statementKinds));
        return CommitMark.create(properties);
    }
}
