/** Keys of rows as bytes, and tables that find equal ones. */
@NullMarked
package org.lancesql.execution.hash;

import org.jspecify.annotations.NullMarked;
