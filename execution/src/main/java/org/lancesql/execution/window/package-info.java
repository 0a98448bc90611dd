/** Window functions over sorted partitions. */
@NullMarked
package org.lancesql.execution.window;

import org.jspecify.annotations.NullMarked;
