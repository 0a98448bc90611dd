/** Streams of batches that several threads work on side by side. */
@NullMarked
package org.lancesql.execution.lanes;

import org.jspecify.annotations.NullMarked;
