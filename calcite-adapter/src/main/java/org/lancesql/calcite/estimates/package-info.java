/** How many rows the operators of a plan give. */
@NullMarked
package org.lancesql.calcite.estimates;

import org.jspecify.annotations.NullMarked;
