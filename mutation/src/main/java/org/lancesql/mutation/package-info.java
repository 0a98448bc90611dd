/** How data change: rows are staged as files, then published as one version or not at all. */
@NullMarked
package org.lancesql.mutation;

import org.jspecify.annotations.NullMarked;
