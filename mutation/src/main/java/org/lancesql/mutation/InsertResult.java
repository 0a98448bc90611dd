package org.lancesql.mutation;

/**
 * What an insert did.
 *
 * @param rows rows added
 * @param version version that holds them; the base version when there were none
 */
public record InsertResult(long rows, long version) {}
