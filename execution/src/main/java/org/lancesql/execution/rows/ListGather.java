package org.lancesql.execution.rows;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies lists, and maps, which are lists of entries: the addresses of the rows become those of their items. */
final class ListGather extends ColumnGather {
    private static final int MAX_ITEMS = 1 << 22;

    private final ColumnGather items;

    ListGather(Field field, ColumnMemory source) {
        super(field, source);
        this.items = of(field.getChildren().get(0), source.child(0));
    }

    @Override
    int fit(long[] addresses, int from, int to) {
        long count = 0;
        int end = from;
        while (end < to && count + length(addresses[end]) <= MAX_ITEMS) {
            count += length(addresses[end]);
            end++;
        }
        if (end == from) {
            return from + 1;
        }
        long[] itemAddresses = new long[(int) count];
        fill(addresses, from, end, itemAddresses);
        int fitting = items.fit(itemAddresses, 0, itemAddresses.length);
        int left = fitting;
        int last = from;
        while (fitting < itemAddresses.length && last < end && length(addresses[last]) <= left) {
            left -= length(addresses[last]);
            last++;
        }
        return fitting == itemAddresses.length ? end : Math.max(last, from + 1);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        copyValidity(rows, target);
        int[] ends = new int[rows.count()];
        int count = 0;
        for (int i = 0; i < ends.length; i++) {
            count = Math.addExact(count, length(rows.address(i)));
            ends[i] = count;
        }
        long offsets = target.getOffsetBufferAddress();
        MemoryUtil.putInt(offsets, 0);
        for (int i = 0; i < ends.length; i++) {
            MemoryUtil.putInt(offsets + 4L * i + 4, ends[i]);
        }
        long[] itemAddresses = new long[count];
        fill(rows.addresses(), rows.from(), rows.from() + rows.count(), itemAddresses);
        ListVector list = (ListVector) target;
        try (FieldVector gathered = items.gather(new RowRun(itemAddresses, 0, count, true), target.getAllocator())) {
            gathered.makeTransferPair(list.getDataVector()).transfer();
        }
        list.setLastSet(ends.length - 1);
    }

    private void fill(long[] addresses, int from, int to, long[] itemAddresses) {
        int at = 0;
        for (int i = from; i < to; i++) {
            int length = length(addresses[i]);
            if (length > 0) {
                long first = RowAddress.of(RowAddress.batch(addresses[i]), source.start(addresses[i]));
                for (int item = 0; item < length; item++) {
                    itemAddresses[at++] = first + item;
                }
            }
        }
    }

    private int length(long address) {
        return isNull(address) ? 0 : source.length(address);
    }
}
