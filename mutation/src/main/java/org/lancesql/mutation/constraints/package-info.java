/** What the rows of a table have to satisfy, and how its keys stay unique without reading them all. */
@NullMarked
package org.lancesql.mutation.constraints;

import org.jspecify.annotations.NullMarked;
