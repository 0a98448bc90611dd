/** Arrow types to SQL types and back, and the values that travel between vectors and Calcite's row format. */
@NullMarked
package org.lancesql.calcite.types;

import org.jspecify.annotations.NullMarked;
