/** Scalar functions as loops over Arrow memory; {@link org.lancesql.execution.kernel.Kernels} is the only door. */
@NullMarked
package org.lancesql.execution.kernel;

import org.jspecify.annotations.NullMarked;
