/** What operators did in an execution that somebody wants to see: rows, time, memory. */
@NullMarked
package org.lancesql.execution.profile;

import org.jspecify.annotations.NullMarked;
