package org.lancesql.execution;

/** The query was stopped by its user or by its timeout. */
public final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}
