/** Time travel: table references as of a version, resolved in the syntax tree before validation. */
@NullMarked
package org.lancesql.calcite.versionpin;

import org.jspecify.annotations.NullMarked;
