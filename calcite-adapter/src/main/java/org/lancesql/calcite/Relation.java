package org.lancesql.calcite;

import java.util.List;

/**
 * A table or view, as metadata describes it.
 *
 * @param kind {@code TABLE} or {@code VIEW}
 * @param columns its columns now, in order; table and label are its own names
 */
public record Relation(String name, String kind, List<ResultColumn> columns) {}
