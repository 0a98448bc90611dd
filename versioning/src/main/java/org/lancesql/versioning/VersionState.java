package org.lancesql.versioning;

/** What became of a version of a table. */
public enum VersionState {
    /** What a statement reads that asks for no version. */
    CURRENT,
    /** Another one is newer. */
    SUPERSEDED,
    /** Part of a transaction over several tables that is not decided yet, or committed on top of such a version. */
    PENDING,
    /** Part of a transaction over several tables that was taken back, or committed before that was done. */
    UNDONE
}
