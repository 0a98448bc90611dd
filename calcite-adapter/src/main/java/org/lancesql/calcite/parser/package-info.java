/** SQL text to syntax trees: the parser generated from Calcite's template, and the nodes it does not have. */
@NullMarked
package org.lancesql.calcite.parser;

import org.jspecify.annotations.NullMarked;
