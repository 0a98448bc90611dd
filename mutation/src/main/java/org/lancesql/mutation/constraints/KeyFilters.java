package org.lancesql.mutation.constraints;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableHandle.FragmentInfo;

/**
 * What is known of the keys in data files, kept for as long as there is room. Data files never change, so it is made once
 * for each, by reading the columns of the key; rows that are deleted later only make a filter less sharp. Thread-safe.
 */
public final class KeyFilters {
    private static final long MOST_BYTES = 256L << 20;
    private static final int HEAP_SHARE = 8;
    private static final int BITS_PER_KEY = 16;
    private static final int FEWEST_BITS_PER_KEY = 4;

    private final long maxBytes = Math.min(MOST_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    private final Cache<FileKeys, Known> cache = Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((FileKeys keys, Known known) -> (int) Math.min(Integer.MAX_VALUE, known.filter.size()))
            .build();
    private final ReentrantLock making = new ReentrantLock();

    /** The columns of a key in the files of one fragment. */
    private record FileKeys(List<String> files, List<String> columns, List<ArrowType> types) {}

    /** @param deletions which rows were gone when it was made: rows that come back would be missing in it */
    private record Known(String deletions, KeyFilter filter) {}

    /**
     * The filters of some fragments, in their order; those that are not known are made with one scan.
     *
     * @param fragments of this version of the table
     */
    List<KeyFilter> of(TableHandle table, KeyColumns columns, List<FragmentInfo> fragments, BufferAllocator allocator) {
        Map<Integer, KeyFilter> filters = known(columns, fragments);
        if (filters.size() < fragments.size()) {
            making.lock();
            try {
                filters = known(columns, fragments);
                make(table, columns, missing(fragments, filters), filters, allocator);
            } finally {
                making.unlock();
            }
        }
        Map<Integer, KeyFilter> all = filters;
        return fragments.stream()
                .map(fragment -> Objects.requireNonNull(all.get(fragment.id())))
                .toList();
    }

    private Map<Integer, KeyFilter> known(KeyColumns columns, List<FragmentInfo> fragments) {
        Map<Integer, KeyFilter> filters = new HashMap<>();
        for (FragmentInfo fragment : fragments) {
            Known known = cache.getIfPresent(fileKeys(columns, fragment));
            if (known != null && (known.deletions.isEmpty() || known.deletions.equals(fragment.deletions()))) {
                filters.put(fragment.id(), known.filter);
            }
        }
        return filters;
    }

    private static FileKeys fileKeys(KeyColumns columns, FragmentInfo fragment) {
        return new FileKeys(
                fragment.files(),
                columns.names(),
                columns.stored().stream().map(Field::getType).toList());
    }

    private static List<FragmentInfo> missing(List<FragmentInfo> fragments, Map<Integer, KeyFilter> filters) {
        return fragments.stream()
                .filter(fragment -> !filters.containsKey(fragment.id()))
                .toList();
    }

    private void make(
            TableHandle table,
            KeyColumns columns,
            List<FragmentInfo> fragments,
            Map<Integer, KeyFilter> filters,
            BufferAllocator allocator) {
        if (fragments.isEmpty()) {
            return;
        }
        try (KeyHashes hashes = new KeyHashes(columns, allocator)) {
            Map<Integer, KeyFilter> made = new HashMap<>();
            int bits = bitsPerKey(table.rowCount());
            for (FragmentInfo fragment : fragments) {
                made.put(fragment.id(), new KeyFilter(fragment.rowCount(), bits, hashes.isRanged()));
            }
            KeyColumns.forEach(table.scan(request(columns, fragments), allocator), allocator, batch -> {
                hashes.load(batch);
                addAll(hashes, batch, made);
            });
            for (FragmentInfo fragment : fragments) {
                KeyFilter filter = Objects.requireNonNull(made.get(fragment.id()));
                cache.put(fileKeys(columns, fragment), new Known(fragment.deletions(), filter));
                filters.put(fragment.id(), filter);
            }
        }
    }

    /** Fewer for a table whose filters would push each other out. */
    private int bitsPerKey(long rows) {
        long bits = Math.min(BITS_PER_KEY, maxBytes / 2 * Byte.SIZE / Math.max(1, rows));
        return bits < FEWEST_BITS_PER_KEY ? 0 : (int) bits;
    }

    private static ScanRequest request(KeyColumns columns, List<FragmentInfo> fragments) {
        List<String> names = Stream.concat(columns.names().stream(), Stream.of(RowColumns.ADDRESS))
                .toList();
        List<Integer> ids =
                new ArrayList<>(fragments.stream().map(FragmentInfo::id).toList());
        return new ScanRequest(names, null, OptionalLong.empty(), 0, List.of(), ids);
    }

    private static void addAll(KeyHashes hashes, Batch batch, Map<Integer, KeyFilter> filters) {
        BigIntVector addresses = (BigIntVector) batch.column(batch.columnCount() - 1);
        int fragment = -1;
        KeyFilter filter = null;
        for (int row = 0; row < batch.rowCount(); row++) {
            int of = (int) (addresses.get(row) >>> Integer.SIZE);
            if (filter == null || of != fragment) {
                fragment = of;
                filter = Objects.requireNonNull(filters.get(of));
            }
            if (!hashes.isNull(row)) {
                filter.add(hashes.hash(row), hashes.value(row));
            }
        }
    }
}
