/** Calcite's expressions compiled to vectorised ones, and what those ask for that run row by row. */
@NullMarked
package org.lancesql.calcite.expression;

import org.jspecify.annotations.NullMarked;
