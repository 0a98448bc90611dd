/** Rows kept in memory as batches, addressed one by one, and copied into new batches. */
@NullMarked
package org.lancesql.execution.rows;

import org.jspecify.annotations.NullMarked;
