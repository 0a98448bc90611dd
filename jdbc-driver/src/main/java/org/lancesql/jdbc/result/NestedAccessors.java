package org.lancesql.jdbc.result;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.jdbc.errors.JdbcErrors;

/**
 * Accessors of arrays, rows and maps. What is within is read by the accessors of its own types, so that it comes in the
 * same classes as a column would.
 */
final class NestedAccessors {
    private static final String NULL = "null";

    private NestedAccessors() {}

    /** A child vector, read at any of its slots. */
    private static final class Child {
        private final RowState state;
        private final ResultColumn column;
        private final VectorAccessor<?> accessor;

        Child(Field field, RowState parent) {
            state = parent.ofElements();
            column = SqlTypes.describe(field);
            accessor = Accessors.of(column, state);
        }

        void bind(FieldVector vector) {
            accessor.bind(vector);
        }

        ColumnAccessor at(int slot) {
            state.moveTo(slot);
            return accessor;
        }

        @Nullable Object value(int slot) throws SQLException {
            return at(slot).getObject();
        }

        String text(int slot) throws SQLException {
            ColumnAccessor value = at(slot);
            return value.isNull() ? NULL : value.nestedText();
        }
    }

    /** Arrays; as text {@code [1, 2]}. */
    static final class Lists extends VectorAccessor<ListVector> {
        private final Child element;

        Lists(RowState row, ResultColumn column) {
            super(row, column.label(), column.typeName(), ListVector.class);
            element = new Child(column.field().getChildren().get(0), row);
        }

        @Override
        void bind(FieldVector newVector) {
            super.bind(newVector);
            element.bind(vector.getDataVector());
        }

        private int start() {
            return vector.getElementStartIndex(row.position());
        }

        private int end() {
            return vector.getElementEndIndex(row.position());
        }

        @Override
        LanceArray array() throws SQLException {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = start(); i < end(); i++) {
                elements.add(element.value(i));
            }
            return new LanceArray(element.column, ElementClasses.of(element.column), elements, row.arrayRows());
        }

        @Override
        Object arrayOf(Class<?> component) throws SQLException {
            int start = start();
            int length = end() - start;
            Object array = java.lang.reflect.Array.newInstance(component, length);
            for (int i = 0; i < length; i++) {
                ColumnAccessor value = element.at(start + i);
                if (value.isNull()) {
                    if (component.isPrimitive()) {
                        throw JdbcErrors.nullElement(label(), component.getName() + "[]");
                    }
                } else if (array instanceof float[] floats) {
                    floats[i] = vector.getDataVector() instanceof Float4Vector reals
                            ? reals.get(start + i)
                            : value.getFloat();
                } else {
                    java.lang.reflect.Array.set(array, i, value.getObject(ElementClasses.boxed(component)));
                }
            }
            return array;
        }

        @Override
        String text() throws SQLException {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = start(); i < end(); i++) {
                text.add(element.text(i));
            }
            return text.toString();
        }

        @Override
        Object value() throws SQLException {
            return array();
        }
    }

    /** Rows; as text {@code {name: value}}. */
    static final class Structs extends VectorAccessor<StructVector> {
        private final List<Child> fields = new ArrayList<>();

        Structs(RowState row, ResultColumn column) {
            super(row, column.label(), column.typeName(), StructVector.class);
            column.field().getChildren().forEach(field -> fields.add(new Child(field, row)));
        }

        @Override
        void bind(FieldVector newVector) {
            super.bind(newVector);
            for (int i = 0; i < fields.size(); i++) {
                fields.get(i).bind((FieldVector) vector.getChildByOrdinal(i));
            }
        }

        @Override
        LanceStruct struct() throws SQLException {
            return new LanceStruct(typeName(), map().values().toArray());
        }

        @Override
        Map<Object, @Nullable Object> map() throws SQLException {
            Map<Object, @Nullable Object> values = new LinkedHashMap<>();
            for (Child field : fields) {
                values.put(field.column.label(), field.value(row.position()));
            }
            return values;
        }

        @Override
        String text() throws SQLException {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            for (Child field : fields) {
                text.add(field.column.label() + ": " + field.text(row.position()));
            }
            return text.toString();
        }

        @Override
        Object value() throws SQLException {
            return struct();
        }
    }

    /** Maps; as text {@code {key=value}}. */
    static final class Maps extends VectorAccessor<MapVector> {
        private final Child key;
        private final Child value;

        Maps(RowState row, ResultColumn column) {
            super(row, column.label(), column.typeName(), MapVector.class);
            List<Field> entry = column.field().getChildren().get(0).getChildren();
            key = new Child(entry.get(0), row);
            value = new Child(entry.get(1), row);
        }

        @Override
        void bind(FieldVector newVector) {
            super.bind(newVector);
            StructVector entries = (StructVector) vector.getDataVector();
            key.bind((FieldVector) entries.getChildByOrdinal(0));
            value.bind((FieldVector) entries.getChildByOrdinal(1));
        }

        @Override
        Map<Object, @Nullable Object> map() throws SQLException {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            int end = vector.getElementEndIndex(row.position());
            for (int i = vector.getElementStartIndex(row.position()); i < end; i++) {
                Object entryKey = key.value(i);
                if (entryKey != null) {
                    entries.put(entryKey, value.value(i));
                }
            }
            return entries;
        }

        @Override
        String text() throws SQLException {
            StringJoiner text = new StringJoiner(", ", "{", "}");
            int end = vector.getElementEndIndex(row.position());
            for (int i = vector.getElementStartIndex(row.position()); i < end; i++) {
                text.add(key.text(i) + "=" + value.text(i));
            }
            return text.toString();
        }

        @Override
        Object value() throws SQLException {
            return map();
        }
    }
}
