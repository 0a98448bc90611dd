package org.lancesql.calcite;

import java.util.List;

/**
 * The words of our SQL.
 *
 * @param keywords words that a name can only be in double quotes and that SQL-92 does not reserve, sorted
 * @param functions functions that can be called, by name
 */
public record SqlVocabulary(List<String> keywords, List<Function> functions) {
    public SqlVocabulary {
        keywords = List.copyOf(keywords);
        functions = List.copyOf(functions);
    }

    /**
     * A function.
     *
     * @param name in capitals
     * @param returnsTable whether it stands in FROM
     */
    public record Function(String name, boolean returnsTable) {}
}
