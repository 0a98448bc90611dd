/** Aggregate functions over groups of rows. */
@NullMarked
package org.lancesql.execution.aggregate;

import org.jspecify.annotations.NullMarked;
