package org.lancesql.mutation;

/** What a transaction sees of what others commit meanwhile. */
public enum Isolation {
    /** Each statement reads a new snapshot; tables that the transaction has changed stay at the version it changed. */
    READ_COMMITTED,
    /** The first statement pins all tables. */
    REPEATABLE_READ
}
