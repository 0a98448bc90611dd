/** How threads that wait for the same thing let one of them do the work of all. */
@NullMarked
package org.lancesql.mutation.group;

import org.jspecify.annotations.NullMarked;
