package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * A data file of one version of a table.
 *
 * @param fragment id of the fragment that it belongs to
 * @param path below the table's folder of data
 * @param bytes empty when its writer did not say
 * @param rows of the fragment, without those that are deleted
 * @param columns number of columns in it, parts of nested ones included
 * @param format version of the file format
 */
public record DataFileFacts(
        int fragment, String path, OptionalLong bytes, long rows, long rowsDeleted, int columns, String format) {
    public DataFileFacts {
        requireNonNull(path, "path is null");
        requireNonNull(format, "format is null");
    }
}
