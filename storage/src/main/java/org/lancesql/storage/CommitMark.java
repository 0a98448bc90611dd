package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How a commit is told from all others in a table's history.
 *
 * @param id unique per transaction, or, where several commits to one table belong to a transaction, the transaction's id, a
 *     slash, and what tells them apart; kept in the version as the property {@code lancesql.txn}, looked up there when the
 *     acknowledgement of the commit was lost
 * @param properties further facts to keep with the version: user, application and the like
 */
public record CommitMark(String id, Map<String, String> properties) {
    /** Name of the property that holds {@link #id}. */
    public static final String ID_PROPERTY = "lancesql.txn";

    /** Name of the property that holds the ids, with commas between them, of the transactions that share a version. */
    public static final String MEMBERS_PROPERTY = "lancesql.txns";

    public CommitMark {
        requireNonNull(id, "id is null");
        properties = Map.copyOf(properties);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("id is empty");
        }
        if (properties.containsKey(ID_PROPERTY)) {
            throw new IllegalArgumentException(ID_PROPERTY + " is set through the id");
        }
    }

    /** The transaction: of two commits that belong to the same one, and follow the same version of a table, one happens. */
    String transaction() {
        int slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    /** Whether there is no other commit of its transaction to the table. */
    boolean isOnlyOne() {
        return id.indexOf('/') < 0;
    }

    /** A mark with a new id. */
    public static CommitMark create(Map<String, String> properties) {
        return new CommitMark(Ulid.next(), properties);
    }
}
