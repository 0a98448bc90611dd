@NullMarked
package org.lancesql.calcite;

import org.jspecify.annotations.NullMarked;
