/** The physical operators. */
@NullMarked
package org.lancesql.execution.operator;

import org.jspecify.annotations.NullMarked;
