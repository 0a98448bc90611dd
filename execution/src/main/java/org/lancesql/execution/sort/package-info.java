/** The order of rows, and sorting by it. */
@NullMarked
package org.lancesql.execution.sort;

import org.jspecify.annotations.NullMarked;
