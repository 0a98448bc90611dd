package org.lancesql.calcite.types;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rel.type.StructKind;

/**
 * The ROW type of a value within a row. Calcite's row operators take it for a list, which has an equality and a hash
 * code, where a row of a relation is an array. It equals the plain type of the same fields.
 */
final class NestedRowType extends RelRecordType {
    private NestedRowType(StructKind kind, List<RelDataTypeField> fields, boolean nullable) {
        super(kind, fields, nullable);
    }

    /** A type as it is within a row. */
    static RelDataType of(RelDataType type) {
        return type instanceof RelRecordType row && !(type instanceof NestedRowType)
                ? new NestedRowType(row.getStructKind(), row.getFieldList(), row.isNullable())
                : type;
    }

    /** The row type of fields, of which some are rows themselves. */
    static RelDataType rowOf(StructKind kind, List<String> names, List<RelDataType> types, boolean nullable) {
        List<RelDataTypeField> fields = new java.util.ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            fields.add(new RelDataTypeFieldImpl(names.get(i), i, of(types.get(i))));
        }
        return new RelRecordType(kind, fields, nullable);
    }
}
