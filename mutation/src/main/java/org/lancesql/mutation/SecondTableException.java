package org.lancesql.mutation;

/** A transaction that has changed one table of the database was to change another. Nothing of what was refused has run. */
public final class SecondTableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecondTableException(String changed, String refused) {
        super(
                "Table " + refused + " cannot be changed in this transaction, which has changed table " + changed
                        + ": a transaction changes one table of the database; commit first, or use a transaction for each table.");
    }
}
