package org.lancesql.mutation.session;

/** A unit would add and remove rows. Nothing of what was refused has run. */
public final class MixedMutationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MixedMutationException(String message) {
        super(message);
    }
}
