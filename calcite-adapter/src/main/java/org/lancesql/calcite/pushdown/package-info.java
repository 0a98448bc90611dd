/** Conditions of SQL in the forms that storage evaluates exactly, at planning and when the parameters are known. */
@NullMarked
package org.lancesql.calcite.pushdown;

import org.jspecify.annotations.NullMarked;
