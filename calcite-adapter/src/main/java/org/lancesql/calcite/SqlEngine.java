package org.lancesql.calcite;

import java.util.List;
import org.lancesql.mutation.Committer;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.TableStore;

/** Plans and executes SQL over one database. Usable by many sessions at once. */
public final class SqlEngine {
    /** Name of the only schema. */
    public static final String SCHEMA = "main";

    private final TableStore tables;
    private final Committer committer;
    private final ArrowMemory memory;

    public SqlEngine(TableStore tables, Committer committer, ArrowMemory memory) {
        this.tables = tables;
        this.committer = committer;
        this.memory = memory;
    }

    /**
     * Parses a script: statements separated by semicolons, the last of which may stay away.
     *
     * @return the statements in order; empty when the text holds only blanks and comments
     * @throws StatementException at the first error of syntax, before anything runs
     */
    public List<ParsedStatement> parse(String script) {
        throw new StatementException(StatementException.Reason.SYNTAX, script);
    }

    /**
     * Plans a statement against the newest snapshot.
     *
     * @throws StatementException when it names what does not exist, does not type-check or is not supported
     */
    public CompiledStatement compile(ParsedStatement statement, SessionContext session) {
        throw new StatementException(StatementException.Reason.SYNTAX, statement.text());
    }

    /** All tables and views, by name. A relation that cannot be read is left out. */
    public List<Relation> relations() {
        return List.of();
    }

    /** Names of the tables and views, without opening any. */
    public List<String> relationNames() {
        return tables.tables();
    }
}
