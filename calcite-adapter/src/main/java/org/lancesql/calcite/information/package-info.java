/** What the database says of itself: the schema {@code information_schema}. */
@NullMarked
package org.lancesql.calcite.information;

import org.jspecify.annotations.NullMarked;
