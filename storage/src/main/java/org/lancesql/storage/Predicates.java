package org.lancesql.storage;

import org.apache.arrow.vector.types.pojo.ArrowType;

/** What {@link Predicate}s may be made of. */
public final class Predicates {
    private Predicates() {}

    /**
     * Whether comparisons of columns of this type with literals give in Lance what they give in SQL. A condition on any
     * other type stays above the scan, except IS [NOT] NULL, which is exact on every type.
     */
    public static boolean supports(ArrowType type) {
        throw new UnsupportedOperationException();
    }
}
