package org.lancesql.storage;

import org.apache.arrow.vector.types.pojo.Field;

/** Keys and values in the metadata of fields, and of tables, that say more of a column than its Arrow type does. */
public final class FieldMetadata {
    /** On a column that cannot be read; the value is a clause that says why. */
    public static final String UNREADABLE = "lancesql:unreadable";

    /** On a column that Lance keeps in another form than the one it is read and written in. */
    public static final String ENCODING = "lancesql:encoding";

    /** {@link #ENCODING} of a column of which Lance keeps the indexes of values in a dictionary. */
    public static final String DICTIONARY = "dictionary";

    /** Names a type that is built on an Arrow type. */
    public static final String EXTENSION = "ARROW:extension:name";

    /** {@link #EXTENSION} of JSON as text; Lance keeps it in a binary form. */
    public static final String JSON = "arrow.json";

    /** Is {@code true} on a column of which Lance keeps the bytes apart from the other columns. */
    public static final String BLOB = "lance-encoding:blob";

    /** In the metadata of a table: its constraints, which a change of rows has to keep. */
    public static final String CONSTRAINTS = "lancesql:constraints";

    private FieldMetadata() {}

    /**
     * Whether Lance keeps the column as its type says, so that it compares the values as that type's. Where it does not,
     * no predicate and no order can be left to it.
     */
    public static boolean isPlain(Field field) {
        return !field.getMetadata().containsKey(UNREADABLE)
                && !field.getMetadata().containsKey(ENCODING)
                && !isJson(field)
                && !isBlob(field)
                && field.getChildren().stream().allMatch(FieldMetadata::isPlain);
    }

    static boolean isJson(Field field) {
        return JSON.equals(field.getMetadata().get(EXTENSION));
    }

    static boolean isBlob(Field field) {
        return "true".equals(field.getMetadata().get(BLOB));
    }
}
