/** Aggregates over the rows of a group one by one, in an order. */
@NullMarked
package org.lancesql.execution.ordered;

import org.jspecify.annotations.NullMarked;
