package org.lancesql.calcite;

import org.apache.calcite.sql.SqlNode;

/**
 * One statement of a script.
 *
 * @param text the statement as typed, without its semicolon
 * @param line where it begins in the script, from 1
 * @param column where it begins in the script, from 1
 * @param node its syntax tree; it tells the kind of the statement, and is never given to the validator, which changes trees
 */
public record ParsedStatement(String text, int line, int column, SqlNode node) {}
