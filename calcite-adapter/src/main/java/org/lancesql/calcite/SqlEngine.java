package org.lancesql.calcite;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.session.SessionTransactions.Unit;

/** Plans and executes SQL over one database. Usable by many sessions at once. */
public interface SqlEngine extends AutoCloseable {
    /** Name of the schema of the database's own tables. */
    String SCHEMA = "main";

    /**
     * Parses a script: statements separated by semicolons, the last of which may stay away.
     *
     * @return the statements in order; empty when the text holds only blanks and comments
     * @throws StatementException at the first error of syntax, before anything runs
     */
    List<ParsedStatement> parse(String script);

    /**
     * The statement with a RETURNING clause for keys.
     *
     * @return empty for one that returns rows already, or has none of these keys
     * @throws StatementException when its table, or a column at a place, does not exist
     */
    Optional<ParsedStatement> returning(ParsedStatement statement, GeneratedKeys keys, SessionContext session);

    /**
     * Plans a statement against the newest snapshot.
     *
     * @param cancelToken polled while it is planned
     * @throws StatementException when it names what does not exist, does not type-check or is not supported
     */
    CompiledStatement compile(ParsedStatement statement, SessionContext session, CancelToken cancelToken);

    /**
     * Opens the unit in which the statements of a script or a batch run, before any of them does.
     *
     * @param cancelToken ends the wait for a statement of another thread
     * @return to be completed when all have run, and closed by the same thread
     * @throws org.lancesql.mutation.session.MixedMutationException when they would both add and remove rows
     */
    Unit open(List<ParsedStatement> statements, SessionContext session, CancelToken cancelToken);

    /**
     * What a new session begins with.
     *
     * @param given the settings that are not to have their defaults
     * @param user who commits
     * @throws IllegalArgumentException when a value does not fit its setting
     */
    SessionState newSession(Map<Setting, String> given, String user);

    /** All tables and views that a session sees, by schema and name, without opening any. */
    List<RelationName> relationNames(SessionContext session);

    /** A table or view with its columns. One that cannot be read has none. */
    Relation relation(RelationName name, SessionContext session);

    /**
     * Finishes what programs have left that ended while they committed to several tables.
     *
     * @throws RuntimeException when a transaction cannot be finished, at present; the others are
     */
    void recover();

    /** Ends what it does in the background; to be called before the store is closed. */
    @Override
    void close();

    /** Its keywords and functions. */
    SqlVocabulary vocabulary();

    /**
     * Indexes of a table, by name.
     *
     * @param table matched without regard to case
     * @throws StatementException UNDEFINED_TABLE
     */
    List<IndexInfo> indexes(String table, SessionContext session);
}
