/** One row's story: {@code TABLE(history('t', KEY => 5))}. */
@NullMarked
package org.lancesql.calcite.rowhistory;

import org.jspecify.annotations.NullMarked;
