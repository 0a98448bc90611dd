package org.lancesql.mutation.session;

/** What a statement does to the rows of a table, as far as the mixed-mutation rule cares. */
public enum MutationKind {
    /** Adds or changes rows: INSERT, UPDATE, MERGE without DELETE. */
    ADD,
    /** Removes rows: DELETE, TRUNCATE, MERGE with nothing but DELETE. */
    REMOVE,
    /** Does both by itself: MERGE that updates or inserts, and deletes. */
    MIXED,
    /** Gives a table other rows at once: INSERT OVERWRITE. Mixes with nothing and is no mix. */
    REPLACE
}
