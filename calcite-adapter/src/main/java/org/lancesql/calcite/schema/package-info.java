/** The database as Calcite sees it: tables, views, and how their names are found. */
@NullMarked
package org.lancesql.calcite.schema;

import org.jspecify.annotations.NullMarked;
