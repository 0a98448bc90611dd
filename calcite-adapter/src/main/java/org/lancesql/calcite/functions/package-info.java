/** SQL functions of our own, where Calcite has none or a wrong one. */
@NullMarked
package org.lancesql.calcite.functions;

import org.jspecify.annotations.NullMarked;
