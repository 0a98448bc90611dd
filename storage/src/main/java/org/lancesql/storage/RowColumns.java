package org.lancesql.storage;

/** Columns that no table stores and every scan can return, as BIGINT without nulls. */
public final class RowColumns {
    /** Where a row is in its version: see {@link RowSet}. */
    public static final String ADDRESS = "_rowaddr";

    /** What a row is called for as long as it exists, on tables with stable row ids; on others its address. */
    public static final String ID = "_rowid";

    private RowColumns() {}
}
