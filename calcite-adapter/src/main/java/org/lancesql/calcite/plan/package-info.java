/** From a validated tree to a physical plan. */
@NullMarked
package org.lancesql.calcite.plan;

import org.jspecify.annotations.NullMarked;
