package org.lancesql.jdbc.result;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.calcite.ResultColumn;

/** Chooses the accessor of a column by its Arrow type. */
final class Accessors {
    private Accessors() {}

    static VectorAccessor<?> of(ResultColumn column, RowState row) {
        String label = column.label();
        String name = column.typeName();
        ArrowType type = column.field().getType();
        if (type instanceof ArrowType.Int integer) {
            int bits = integer.getBitWidth();
            if (integer.getIsSigned()) {
                return new NumberAccessors.Integers(row, label, name, -1, bits > 32);
            }
            return bits == 64
                    ? new NumberAccessors.Decimals(row, label, name)
                    : new NumberAccessors.Integers(row, label, name, (1L << bits) - 1, bits == 32);
        } else if (type instanceof ArrowType.Decimal) {
            return new NumberAccessors.Decimals(row, label, name);
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return new NumberAccessors.Floats(
                    row, label, name, floating.getPrecision() != FloatingPointPrecision.DOUBLE);
        } else if (type instanceof ArrowType.Bool) {
            return new NumberAccessors.Booleans(row, label, name);
        } else if (type instanceof ArrowType.Utf8 || type instanceof ArrowType.LargeUtf8) {
            return new TextAccessors.Characters(row, label, name);
        } else if (type instanceof ArrowType.Binary || type instanceof ArrowType.LargeBinary) {
            return new TextAccessors.Bytes(row, label, name);
        } else if (type instanceof ArrowType.Date date) {
            return new TimeAccessors.Dates(row, label, name, date.getUnit());
        } else if (type instanceof ArrowType.Time time) {
            return new TimeAccessors.Times(row, label, name, time.getUnit());
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return timestamp.getTimezone() == null
                    ? new TimeAccessors.Timestamps(row, label, name, timestamp.getUnit())
                    : new TimeAccessors.Instants(row, label, name, timestamp.getUnit());
        }
        return ofOther(column, row);
    }

    private static VectorAccessor<?> ofOther(ResultColumn column, RowState row) {
        String label = column.label();
        String name = column.typeName();
        ArrowType type = column.field().getType();
        return switch (type.getTypeID()) {
            case FixedSizeBinary -> new TextAccessors.Uuids(row, label, name);
            case Duration -> new TimeAccessors.Durations(row, label, name, ((ArrowType.Duration) type).getUnit());
            case Interval -> new TimeAccessors.Months(row, label, name);
            case List -> new NestedAccessors.Lists(row, column);
            case Struct -> new NestedAccessors.Structs(row, column);
            case Map -> new NestedAccessors.Maps(row, column);
            default -> new TextAccessors.Others(row, label, name);
        };
    }
}
