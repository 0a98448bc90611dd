package org.lancesql.storage;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Is;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Truth;

/** Which indexes find the rows of a condition without reading the others. */
public final class IndexUse {
    private static final Set<String> ORDERED =
            Set.of(IndexKind.BTREE.name(), IndexKind.BITMAP.name(), IndexKind.ZONEMAP.name());

    private IndexUse() {}

    /** Names of the indexes that together serve a condition; empty when none do, or when they must not be trusted. */
    public static Set<String> serving(Predicate predicate, List<TableIndex> indexes) {
        if (indexes.isEmpty() || !IndexSafety.isSafe(predicate, indexes)) {
            return Set.of();
        }
        return visit(predicate, indexes).map(Set::copyOf).orElse(Set.of());
    }

    /** Whether a condition asks an index for the rows of one value, which are mostly few. */
    static boolean isLookup(Predicate predicate, List<TableIndex> indexes) {
        if (predicate instanceof Predicate.And and) {
            return and.operands().stream().anyMatch(operand -> isLookup(operand, indexes));
        }
        return predicate instanceof Comparison comparison
                && comparison.operator() == Operator.EQUAL
                && find(comparison.column(), ORDERED, indexes).isPresent();
    }

    private static Optional<Set<String>> visit(Predicate predicate, List<TableIndex> indexes) {
        if (predicate instanceof Predicate.And and) {
            return union(and.operands(), indexes, false);
        } else if (predicate instanceof Predicate.Or or) {
            return union(or.operands(), indexes, true);
        } else if (predicate instanceof Is is && is.truth() == Truth.TRUE) {
            return visit(is.operand(), indexes);
        } else if (predicate instanceof Comparison comparison) {
            return comparison.operator() == Operator.NOT_EQUAL
                    ? Optional.empty()
                    : find(comparison.column(), ORDERED, indexes);
        } else if (predicate instanceof Predicate.In in) {
            return find(in.column(), ORDERED, indexes);
        } else if (predicate instanceof Predicate.IsNull isNull) {
            return find(isNull.column(), ORDERED, indexes);
        } else if (predicate instanceof Predicate.Like like) {
            return switch (LikeSql.shape(like)) {
                case PREFIX -> find(like.column(), ORDERED, indexes);
                case INNER -> find(like.column(), Set.of(IndexKind.NGRAM.name()), indexes);
                case OTHER -> Optional.empty();
            };
        }
        return Optional.empty();
    }

    private static Optional<Set<String>> union(List<Predicate> operands, List<TableIndex> indexes, boolean needsAll) {
        Set<String> names = new TreeSet<>();
        for (Predicate operand : operands) {
            Optional<Set<String>> found = visit(operand, indexes);
            if (found.isEmpty() && needsAll) {
                return Optional.empty();
            }
            found.ifPresent(names::addAll);
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    private static Optional<Set<String>> find(Column column, Set<String> kinds, List<TableIndex> indexes) {
        return indexes.stream()
                .filter(index -> index.isOn(column) && kinds.contains(index.kind()))
                .findFirst()
                .map(index -> Set.of(index.name()));
    }
}
