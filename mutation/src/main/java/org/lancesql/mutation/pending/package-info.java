/**
 * Rows that a transaction has added and not committed: in memory, or in files that nobody else sees. States of a transaction
 * are immutable and share their chunks of rows by counted references.
 */
@NullMarked
package org.lancesql.mutation.pending;

import org.jspecify.annotations.NullMarked;
