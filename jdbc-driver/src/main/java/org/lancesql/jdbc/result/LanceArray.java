package org.lancesql.jdbc.result;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.errors.JdbcErrors;

/** An array in memory, which stays valid when its result is closed. Equal to another of equal elements. */
public final class LanceArray implements Array {
    private final ResultColumn element;
    private final Class<?> elementClass;
    private final ArrayRows rows;
    private @Nullable List<@Nullable Object> elements;

    /**
     * @param element type of the elements
     * @param elementClass class of the elements
     * @param elements as getObject gives values of their type
     * @param rows shows the elements as rows
     */
    public LanceArray(ResultColumn element, Class<?> elementClass, List<@Nullable Object> elements, ArrayRows rows) {
        this.element = element;
        this.elementClass = elementClass;
        this.elements = Collections.unmodifiableList(new ArrayList<>(elements));
        this.rows = rows;
    }

    /** The elements, none of them copied. */
    public List<@Nullable Object> elements() throws SQLException {
        if (elements == null) {
            throw JdbcErrors.arrayFreed();
        }
        return elements;
    }

    private List<@Nullable Object> slice(long index, int count) throws SQLException {
        List<@Nullable Object> all = elements();
        if (index < 1 || count < 0 || index - 1 > all.size()) {
            throw JdbcErrors.invalidArgument("An array of " + all.size() + " elements has no " + count
                    + " from position " + index + "; positions count from 1");
        }
        int start = (int) index - 1;
        return all.subList(start, (int) Math.min(all.size(), (long) start + count));
    }

    @Override
    public String getBaseTypeName() {
        return element.typeName();
    }

    @Override
    public int getBaseType() {
        return element.jdbcType();
    }

    @Override
    public Object getArray() throws SQLException {
        return javaArray(elements());
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return javaArray(slice(index, count));
    }

    @Override
    public Object getArray(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getArray();
    }

    @Override
    public Object getArray(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getArray(index, count);
    }

    /** A Java array of the elements' class; arrays within become Java arrays too. */
    private Object javaArray(List<@Nullable Object> values) throws SQLException {
        boolean nested = Array.class.isAssignableFrom(elementClass);
        Object array = java.lang.reflect.Array.newInstance(nested ? Object.class : elementClass, values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            java.lang.reflect.Array.set(array, i, value instanceof Array inner ? inner.getArray() : value);
        }
        return array;
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return getResultSet(1, elements().size());
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        List<Object> shown = new ArrayList<>();
        int position = (int) index;
        for (Object value : slice(index, count)) {
            shown.add(new @Nullable Object[] {position++, value});
        }
        return rows.open(element, shown);
    }

    @Override
    public ResultSet getResultSet(@Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet();
    }

    @Override
    public ResultSet getResultSet(long index, int count, @Nullable Map<String, Class<?>> map) throws SQLException {
        return getResultSet(index, count);
    }

    @Override
    public void free() {
        elements = null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LanceArray that && Objects.equals(elements, that.elements);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(elements);
    }

    @Override
    public String toString() {
        return String.valueOf(elements);
    }
}
