/** Wide columns, fetched for the few rows that are left of a scan in place of being read with all of its rows. */
@NullMarked
package org.lancesql.calcite.latecolumns;

import org.jspecify.annotations.NullMarked;
