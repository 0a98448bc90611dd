/** What a compiled plan needs while it runs. */
@NullMarked
package org.lancesql.calcite.runtime;

import org.jspecify.annotations.NullMarked;
