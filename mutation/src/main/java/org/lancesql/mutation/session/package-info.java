/** The transactions of one session: when they begin and end, and what may go together in one. */
@NullMarked
package org.lancesql.mutation.session;

import org.jspecify.annotations.NullMarked;
