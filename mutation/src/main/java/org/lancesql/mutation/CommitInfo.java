package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.Ulid;
import org.lancesql.versioning.TransactionOrigin;

/**
 * Who changes a table and how; kept with the version as the properties {@code lancesql.user}, {@code
 * lancesql.application} and {@code lancesql.statements}.
 *
 * @param application name that the program gave itself, if any
 * @param statementKinds INSERT, CREATE TABLE and the like, in order; the version counts those that follow themselves
 */
public record CommitInfo(String user, @Nullable String application, List<String> statementKinds) {
    public CommitInfo {
        requireNonNull(user, "user is null");
        statementKinds = List.copyOf(statementKinds);
    }

    /** A new mark for one commit. */
    CommitMark newMark() {
        return CommitMark.create(properties());
    }

    /** The properties of a version. */
    Map<String, String> properties() {
        return properties(List.of(this));
    }

    /** Who begins a transaction that is committed to several tables. */
    TransactionOrigin origin() {
        return new TransactionOrigin(user, application, inOrder(statementKinds));
    }

    /** A new mark for one commit of several transactions; {@code lancesql.txns} has an id of each. */
    static CommitMark groupMark(List<CommitInfo> members) {
        String ids = members.stream().map(member -> Ulid.next()).collect(Collectors.joining(", "));
        Map<String, String> properties = properties(members);
        properties.put("lancesql.txns", ids);
        return CommitMark.create(properties);
    }

    private static Map<String, String> properties(List<CommitInfo> members) {
        Map<String, String> properties = new HashMap<>();
        properties.put("lancesql.user", joined(members.stream().map(CommitInfo::user)));
        String applications = joined(members.stream()
                .map(CommitInfo::application)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull));
        if (!applications.isEmpty()) {
            properties.put("lancesql.application", applications);
        }
        properties.put(
                "lancesql.statements",
                inOrder(members.stream()
                        .flatMap(member -> member.statementKinds.stream())
                        .toList()));
        return properties;
    }

    private static String joined(Stream<String> names) {
        return names.distinct().collect(Collectors.joining(", "));
    }

    /** The kinds, where one that follows itself is counted. */
    private static String inOrder(List<String> kinds) {
        List<String> runs = new ArrayList<>();
        for (int start = 0, end; start < kinds.size(); start = end) {
            end = start + 1;
            while (end < kinds.size() && kinds.get(end).equals(kinds.get(start))) {
                end++;
            }
            runs.add(end - start == 1 ? kinds.get(start) : kinds.get(start) + " x " + (end - start));
        }
        return String.join(", ", runs);
    }
}
