/** Physical relational operators: the batch convention, the scan, and the bridges to row operators. */
@NullMarked
package org.lancesql.calcite.rel;

import org.jspecify.annotations.NullMarked;
