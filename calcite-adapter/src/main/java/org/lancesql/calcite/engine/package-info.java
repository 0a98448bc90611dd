/** Statements parsed, compiled, executed. */
@NullMarked
package org.lancesql.calcite.engine;

import org.jspecify.annotations.NullMarked;
