package org.lancesql.execution.operator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        return key.descending() ? compareValues(right, left) : compareValues(left, right);
    }

    @SuppressWarnings("unchecked")
    private static int compareValues(Object left, Object right) {
        if (left instanceof String text) {
            return compareCodePoints(text, (String) right);
        } else if (left instanceof byte[] bytes) {
            return Arrays.compareUnsigned(bytes, (byte[]) right);
        } else if (left instanceof Double || left instanceof Float) {
            return compareNumbers(((Number) left).doubleValue(), ((Number) right).doubleValue());
        } else if (left instanceof BigDecimal number) {
            return number.compareTo((BigDecimal) right);
        } else if (left instanceof List<?> list) {
            return compareLists(list.iterator(), ((List<?>) right).iterator());
        } else if (left instanceof Map<?, ?> map) {
            return compareLists(
                    map.values().iterator(), ((Map<?, ?>) right).values().iterator());
        }
        return ((Comparable<Object>) left).compareTo(right);
    }

    private static int compareNumbers(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        return left < right ? -1 : left > right ? 1 : 0;
    }

    private static int compareCodePoints(String left, String right) {
        return compareLists(
                left.codePoints().boxed().iterator(), right.codePoints().boxed().iterator());
    }

    private static int compareLists(Iterator<?> left, Iterator<?> right) {
        while (left.hasNext() && right.hasNext()) {
            Object l = left.next();
            Object r = right.next();
            int result = l == null || r == null ? Boolean.compare(l == null, r == null) : compareValues(l, r);
            if (result != 0) {
                return result;
            }
        }
        return Boolean.compare(left.hasNext(), right.hasNext());
    }
}
