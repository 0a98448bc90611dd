/** Sub-queries in conditions that are joins: EXISTS, IN and their negations. */
@NullMarked
package org.lancesql.calcite.subqueries;

import org.jspecify.annotations.NullMarked;
