/** Calcite's expressions compiled to vectorised ones. */
@NullMarked
package org.lancesql.calcite.expression;

import org.jspecify.annotations.NullMarked;
