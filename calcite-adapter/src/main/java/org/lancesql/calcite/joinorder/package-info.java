/** In which order a plan's joins are done. */
@NullMarked
package org.lancesql.calcite.joinorder;

import org.jspecify.annotations.NullMarked;
