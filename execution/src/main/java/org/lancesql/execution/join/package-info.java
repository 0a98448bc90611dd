/** Joins of two inputs through a hash table of one of them. */
@NullMarked
package org.lancesql.execution.join;

import org.jspecify.annotations.NullMarked;
