package org.lancesql.calcite;

import org.apache.calcite.sql.SqlNode;

/**
 * One statement of a script.
 *
 * @param text the statement as typed, without its semicolon
 * @param node its syntax tree; the validator changes trees, so it is planned from a copy
 */
public record ParsedStatement(String text, SqlNode node) {}
