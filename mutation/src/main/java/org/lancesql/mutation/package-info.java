/** How data change: what is pending in a transaction, and its commit as one version or not at all. */
@NullMarked
package org.lancesql.mutation;

import org.jspecify.annotations.NullMarked;
