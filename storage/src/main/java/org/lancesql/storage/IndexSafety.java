package org.lancesql.storage;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.storage.Predicate.Column;

/** Whether Lance may answer a condition from the indexes of a table: some kinds give wrong results on some types. */
final class IndexSafety {
    private static final Set<String> BUT_BITMAP = Set.of(IndexKind.BTREE.name(), IndexKind.ZONEMAP.name());

    /** Kinds that answer no comparison, or answer as the rows themselves would. */
    private static final Set<String> ON_ALL = Set.of(
            IndexKind.BTREE.name(),
            IndexKind.BITMAP.name(),
            IndexKind.ZONEMAP.name(),
            IndexKind.LABEL_LIST.name(),
            IndexKind.NGRAM.name(),
            "INVERTED");

    private IndexSafety() {}

    static boolean isSafe(Predicate predicate, List<TableIndex> indexes) {
        return indexes.isEmpty()
                || comparisons(predicate).allMatch(comparison -> {
                    Column column = comparison instanceof Predicate.IsNull isNull
                            ? isNull.column()
                            : ComparisonSql.column(comparison);
                    Set<String> safe = IndexKind.isWholeKey(type(comparison)) ? ON_ALL : BUT_BITMAP;
                    return indexes.stream()
                            .allMatch(index -> !index.isOn(column) || index.exact() && safe.contains(index.kind()));
                });
    }

    private static ArrowType type(Predicate comparison) {
        if (comparison instanceof Predicate.Comparison one) {
            return one.literal().type();
        } else if (comparison instanceof Predicate.Remainder remainder) {
            return remainder.comparison().literal().type();
        }
        return comparison instanceof Predicate.In in ? in.literals().get(0).type() : ArrowType.Utf8.INSTANCE;
    }

    private static Stream<Predicate> comparisons(Predicate predicate) {
        if (predicate instanceof Predicate.And and) {
            return and.operands().stream().flatMap(IndexSafety::comparisons);
        } else if (predicate instanceof Predicate.Or or) {
            return or.operands().stream().flatMap(IndexSafety::comparisons);
        } else if (predicate instanceof Predicate.Not not) {
            return comparisons(not.operand());
        } else if (predicate instanceof Predicate.Is is) {
            return comparisons(is.operand());
        } else if (predicate instanceof Predicate.Unknown) {
            return Stream.empty();
        }
        return Stream.of(predicate);
    }
}
