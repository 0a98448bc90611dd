package org.lancesql.calcite;

import java.util.List;

/** Plans and executes SQL over one database. Usable by many sessions at once. */
public interface SqlEngine {
    /** Name of the only schema. */
    String SCHEMA = "main";

    /**
     * Parses a script: statements separated by semicolons, the last of which may stay away.
     *
     * @return the statements in order; empty when the text holds only blanks and comments
     * @throws StatementException at the first error of syntax, before anything runs
     */
    List<ParsedStatement> parse(String script);

    /**
     * Plans a statement against the newest snapshot.
     *
     * @throws StatementException when it names what does not exist, does not type-check or is not supported
     */
    CompiledStatement compile(ParsedStatement statement, SessionContext session);

    /** All tables and views with their columns, by name. A relation that cannot be read has no columns. */
    List<Relation> relations();

    /** Names of the tables and views, without opening any. */
    List<String> relationNames();

    /** Its keywords and functions. */
    SqlVocabulary vocabulary();

    /**
     * Indexes of a table, by name.
     *
     * @param table matched without regard to case
     * @throws StatementException UNDEFINED_TABLE
     */
    List<IndexInfo> indexes(String table);
}
