package org.lancesql.mutation;

/** Nobody knows whether the change is in the table. Whoever catches it must neither clean up nor try again. */
public final class CommitUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommitUnknownException(String message, Throwable cause) {
        super(message, cause);
    }
}
