package org.lancesql.jdbc.result;

import org.apache.arrow.vector.FieldVector;

/** A column of an Arrow batch; each new batch brings a new vector. */
abstract class VectorAccessor<V extends FieldVector> extends ColumnAccessor {
    private final Class<V> vectorClass;

    @SuppressWarnings("NullAway.Init") // bound before the first row
    V vector;

    VectorAccessor(RowState row, String label, String typeName, Class<V> vectorClass) {
        super(row, label, typeName);
        this.vectorClass = vectorClass;
    }

    void bind(FieldVector newVector) {
        vector = vectorClass.cast(newVector);
    }

    @Override
    final boolean valueIsNull() {
        return vector.isNull(row.position());
    }
}
