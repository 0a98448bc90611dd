/** CREATE and DROP of tables and views. */
@NullMarked
package org.lancesql.calcite.ddl;

import org.jspecify.annotations.NullMarked;
