package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.sort.SortKey;

/** Sorts rows of Java values as SQL does, one comparison at a time. */
final class ReferenceSort {
    private ReferenceSort() {}

    static List<List<Object>> sort(List<List<Object>> rows, List<SortKey> keys, long offset, OptionalLong fetch) {
        Comparator<List<Object>> order = (left, right) -> 0;
        for (SortKey key : keys) {
            order = order.thenComparing((left, right) -> compare(left.get(key.column()), right.get(key.column()), key));
        }
        List<List<Object>> sorted = new ArrayList<>(rows);
        sorted.sort(order);
        return sorted.stream().skip(offset).limit(fetch.orElse(Long.MAX_VALUE)).toList();
    }

    private static int compare(Object left, Object right, SortKey key) {
        if (left == null || right == null) {
            int nulls = Boolean.compare(left == null, right == null);
            return key.nullsFirst() ? -nulls : nulls;
        }
        return key.descending() ? ReferenceOrder.compare(right, left) : ReferenceOrder.compare(left, right);
    }
}
