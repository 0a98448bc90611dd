package org.lancesql.versioning;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lancesql.storage.TableHandle;

/**
 * What ANALYZE found out about the columns of a table.
 *
 * @param files some of the data files that the table had, whose names never come again
 * @param columns by their names
 */
public record TableStatistics(List<String> files, Map<String, ColumnStatistics> columns) {
    private static final int MOST_FILES = 16;
    private static final double ROWS_FACTOR = 2;

    public TableStatistics {
        files = List.copyOf(files);
        columns = Map.copyOf(columns);
    }

    /** Statistics of columns of a version. */
    public static TableStatistics of(TableHandle table, Map<String, ColumnStatistics> columns) {
        List<String> all = table.fragments().stream()
                .flatMap(fragment -> fragment.files().stream())
                .toList();
        int step = Math.max(1, all.size() / MOST_FILES);
        List<String> some = IntStream.range(0, Math.min(MOST_FILES, all.size()))
                .mapToObj(i -> all.get(i * step))
                .toList();
        return new TableStatistics(some, columns);
    }

    /**
     * The columns of which they still tell something: the table has one of the files, so that it is the one that was
     * analyzed, and neither twice as many rows nor half as many.
     */
    public Map<String, ColumnStatistics> current(TableHandle table) {
        Set<String> now = table.fragments().stream()
                .flatMap(fragment -> fragment.files().stream())
                .collect(Collectors.toSet());
        Map<String, ColumnStatistics> current = new TreeMap<>();
        columns.forEach((name, column) -> {
            boolean isSame = files.stream().anyMatch(now::contains) || files.isEmpty() && now.isEmpty();
            if (isSame && isNear(table.rowCount(), column.rows())) {
                current.put(name, column);
            }
        });
        return current;
    }

    private static boolean isNear(long rows, long before) {
        return Math.max(rows, before) <= ROWS_FACTOR * Math.min(rows, before);
    }
}
