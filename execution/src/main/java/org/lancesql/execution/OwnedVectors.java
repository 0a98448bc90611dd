package org.lancesql.execution;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Vectors under construction: closed together unless all of them are handed on by {@link #release}. */
public final class OwnedVectors implements AutoCloseable {
    private List<FieldVector> vectors = new ArrayList<>();

    /** Takes ownership of a vector and returns it. */
    public <V extends FieldVector> V add(V vector) {
        vectors.add(vector);
        return vector;
    }

    /** Hands all vectors to the caller, in the order they came. */
    public List<FieldVector> release() {
        List<FieldVector> released = vectors;
        vectors = new ArrayList<>();
        return released;
    }

    @Override
    public void close() {
        release().forEach(FieldVector::close);
    }
}
