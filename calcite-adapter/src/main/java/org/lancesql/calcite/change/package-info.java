/** Statements that change rows, turned into queries for the rows that they change. */
@NullMarked
package org.lancesql.calcite.change;

import org.jspecify.annotations.NullMarked;
