package org.lancesql.storage;

import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.StorageException.Reason;

/** Which column names Lance can be told. */
final class ColumnNames {
    /** Names of Lance's own columns: a table that has one of its own by that name cannot be read. */
    private static final Set<String> RESERVED =
            Set.of("_rowid", "_rowaddr", "_rowoffset", "_row_created_at_version", "_row_last_updated_at_version");

    private ColumnNames() {}

    /**
     * Whether Lance finds a column by this name. It knows no escape for a backtick, expands a star, and its Java binding
     * passes strings in Java's modified UTF-8, so that characters outside the basic plane arrive as garbage.
     */
    static boolean isAddressable(String name) {
        return !name.isEmpty()
                && !name.equals("*")
                && name.chars().noneMatch(c -> c == '`' || c == '.' || c == 0 || Character.isSurrogate((char) c));
    }

    static void requireAddressable(String name) {
        if (!isAddressable(name)) {
            throw new UnsupportedOperationException("Lance cannot be told of a column \"" + name + "\"");
        }
    }

    /**
     * @throws StorageException INVALID_NAME when a table with such a column could not be read back
     */
    static void requireCreatable(String table, Schema schema) {
        for (Field field : schema.getFields()) {
            String name = field.getName();
            if (RESERVED.contains(name)) {
                throw new StorageException(
                        Reason.INVALID_NAME,
                        "Table " + table + " cannot have a column \"" + name + "\": Lance uses that name itself.");
            }
            if (!isAddressable(name)) {
                throw new StorageException(
                        Reason.INVALID_NAME,
                        "Table " + table + " cannot have a column \"" + name
                                + "\": names must not be empty, \"*\", or hold a dot, a backtick or characters outside"
                                + " Unicode's basic plane.");
            }
        }
    }
}
