/** Planner rules: what a scan absorbs, and how logical operators become batch operators. */
@NullMarked
package org.lancesql.calcite.rules;

import org.jspecify.annotations.NullMarked;
