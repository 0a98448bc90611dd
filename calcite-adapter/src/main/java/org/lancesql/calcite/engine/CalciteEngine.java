package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.calcite.sql.SqlDescribeTable;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.ddl.SqlDropTable;
import org.apache.calcite.sql.ddl.SqlDropView;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.GeneratedKeys;
import org.lancesql.calcite.IndexInfo;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.Relation;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.SqlVocabulary;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.engine.AnalyzedStatement.ProfileOptions;
import org.lancesql.calcite.estimates.TableSamples;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlAnalyze;
import org.lancesql.calcite.parser.SqlBackup;
import org.lancesql.calcite.parser.SqlCancelSession;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.parser.SqlCreateIndex;
import org.lancesql.calcite.parser.SqlCreateTag;
import org.lancesql.calcite.parser.SqlDropIndex;
import org.lancesql.calcite.parser.SqlDropTag;
import org.lancesql.calcite.parser.SqlExplainAnalyze;
import org.lancesql.calcite.parser.SqlReplaceTag;
import org.lancesql.calcite.parser.SqlSetSetting;
import org.lancesql.calcite.parser.SqlSetSnapshot;
import org.lancesql.calcite.parser.SqlShow;
import org.lancesql.calcite.parser.SqlShowIndexes;
import org.lancesql.calcite.parser.SqlShowTags;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.parser.SqlTransaction;
import org.lancesql.calcite.parser.SqlUndropTable;
import org.lancesql.calcite.parser.SqlUse;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.WorkerPool;
import org.lancesql.mutation.CommitStep;
import org.lancesql.mutation.Committer;
import org.lancesql.mutation.session.SessionTransactions;
import org.lancesql.mutation.session.SessionTransactions.Unit;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TemporaryStore;
import org.lancesql.versioning.DatabaseLog;
import org.lancesql.versioning.DatabaseTags;
import org.lancesql.versioning.PastSnapshots;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StatisticsCatalog;
import org.lancesql.versioning.TableHistory;
import org.lancesql.versioning.ViewCatalog;

/** The engine on Calcite. */
public final class CalciteEngine implements SqlEngine {
    private final EngineContext engine;
    private final Tables tables;
    private final Views views;
    private final Introspection introspection;
    private final Indexes indexes;
    private final Tags tags;

    public CalciteEngine(TableStore store, ArrowMemory memory) {
        DatabaseLog kept = new DatabaseLog(store, CommitStep::reached);
        SnapshotReader snapshots = new SnapshotReader(kept.log(), kept.history());
        DatabaseTags databaseTags = new DatabaseTags(store);
        StatisticsCatalog statistics = new StatisticsCatalog(store);
        this.engine = new EngineContext(
                store,
                new Committer(kept, memory.root()),
                memory,
                snapshots,
                new ViewCatalog(store),
                databaseTags,
                new TableHistory(snapshots, kept.history()),
                new PastSnapshots(kept.log(), kept.history(), databaseTags),
                kept,
                new Activity(kept),
                new PlanCache(),
                statistics,
                new TableSamples(memory.root(), statistics),
                WorkerPool.of(
                        String.valueOf(store.root().directory().getFileName()),
                        Runtime.getRuntime().availableProcessors()));
        this.tables = new Tables(engine);
        this.views = new Views(engine);
        this.introspection = new Introspection(engine);
        this.indexes = new Indexes(engine);
        this.tags = new Tags(engine);
    }

    @Override
    public List<ParsedStatement> parse(String script) {
        return DeepStack.call(() -> SqlTexts.parseScript(script));
    }

    @Override
    public Optional<ParsedStatement> returning(ParsedStatement statement, GeneratedKeys keys, SessionContext session) {
        return DeepStack.call(() -> ReturnedKeys.of(statement, keys, engine, session));
    }

    @Override
    public CompiledStatement compile(ParsedStatement statement, SessionContext session, CancelToken cancelToken) {
        // The session is held here, not where it is asked: a deep statement is planned by another thread.
        return session.state()
                .transactions()
                .exclusively(cancelToken, () -> DeepStack.call(() -> compileShallow(statement, session, cancelToken)));
    }

    private CompiledStatement compileShallow(
            ParsedStatement statement, SessionContext session, CancelToken cancelToken) {
        SqlNode node = statement.node();
        if (node.isA(SqlKind.QUERY)) {
            return new QueryStatement(
                    engine, new PlanSource(engine, statement, QueryStatement.planner(engine)), session, cancelToken);
        }
        if (node instanceof SqlChange change) {
            return ChangeStatement.of(engine, statement, change, session, cancelToken);
        }
        if (node instanceof SqlExplain) {
            return explain(statement, session, cancelToken);
        }
        if (node instanceof SqlExplainAnalyze explain) {
            return analyze(explain, statement, session, cancelToken);
        }
        if (node instanceof SqlShow show) {
            return introspection.show(show, session);
        }
        if (node instanceof SqlShowIndexes show) {
            return introspection.showIndexes(() -> indexes.show(show.table(), session));
        }
        if (node instanceof SqlShowTags show) {
            return introspection.showTags(() -> tags.show(show.table(), session));
        }
        if (node instanceof SqlDescribeTable describe) {
            return introspection.describe(describe.getTable(), session);
        }
        if (node instanceof SqlSetSetting set) {
            return new SessionStatements(engine).set(set);
        }
        if (node instanceof SqlSetSnapshot set) {
            return new SessionSnapshots(engine).set(set, session);
        }
        if (node instanceof SqlCancelSession cancel) {
            return SessionStatements.cancel(cancel, engine.activity());
        }
        if (node instanceof SqlUse use) {
            return SessionStatements.use(use, engine.databaseName());
        }
        if (node instanceof SqlTransaction transaction) {
            return TransactionStatements.of(transaction);
        }
        return definition(statement, node);
    }

    private CompiledStatement definition(ParsedStatement statement, SqlNode node) {
        if (node instanceof SqlCreateTable) {
            return new CommandStatement(
                    StatementKind.DDL,
                    (session, token) -> tables.create((SqlCreateTable) SqlTexts.parse(statement), session, token));
        }
        if (node instanceof SqlCreateView) {
            return definition(
                    "CREATE VIEW",
                    session -> views.create((SqlCreateView) SqlTexts.parse(statement), statement, session));
        }
        if (node instanceof SqlDropTable drop) {
            return new CommandStatement(StatementKind.DDL, (session, token) -> {
                tables.drop(drop.name, drop.ifExists, session, token);
                return 0;
            });
        }
        if (node instanceof SqlUndropTable undrop) {
            return definition("UNDROP TABLE", session -> new DroppedTables(engine).undrop(undrop, session));
        }
        if (node instanceof SqlBackup backup) {
            return new Backups(engine).backup(backup);
        }
        if (node instanceof SqlAnalyze analyze) {
            return new Analyses(engine).analyze(analyze);
        }
        if (node instanceof SqlDropView drop) {
            return definition("DROP VIEW", session -> views.drop(drop.name, drop.ifExists, session));
        }
        if (node instanceof SqlCreateIndex create) {
            return definition("CREATE INDEX", session -> indexes.create(create, session));
        }
        if (node instanceof SqlDropIndex drop) {
            return definition("DROP INDEX", session -> indexes.drop(drop, session));
        }
        if (node instanceof SqlCreateTag create) {
            return definition("CREATE TAG", session -> tags.create(create, session));
        }
        if (node instanceof SqlReplaceTag replace) {
            return definition("REPLACE TAG", session -> tags.replace(replace, session));
        }
        if (node instanceof SqlDropTag drop) {
            return definition("DROP TAG", session -> tags.drop(drop, session));
        }
        throw refused(node);
    }

    /** A statement that defines something of the database other than a table. */
    private CompiledStatement definition(String name, Consumer<SessionContext> definition) {
        return new CommandStatement(StatementKind.DDL, (session, token) -> {
            engine.requireWritable(session, name);
            return session.state().transactions().define(name, token, () -> {
                definition.accept(session);
                return 0L;
            });
        });
    }

    private static StatementException refused(SqlNode node) {
        return new StatementException(
                Reason.NOT_SUPPORTED,
                node.getKind().sql.replace('_', ' ') + " is not supported yet",
                Places.of(node),
                null);
    }

    private CompiledStatement explain(ParsedStatement statement, SessionContext session, CancelToken cancelToken) {
        SqlNode inner = ((SqlExplain) statement.node()).getExplicandum();
        QueryStatement.TreeSource source = () -> ((SqlExplain) SqlTexts.parse(statement)).getExplicandum();
        if (inner.isA(SqlKind.QUERY)) {
            return introspection.explain(new QueryStatement(engine, source, session, cancelToken), null);
        }
        if (inner instanceof SqlChange) {
            ChangeStatement change = ChangeStatement.explained(
                    engine, () -> (SqlChange) source.tree(), statement.text(), session, cancelToken);
            return introspection.explain(change.rows(), change.header());
        }
        if (inner instanceof SqlCreateIndex create) {
            return introspection.explain(
                    () -> List.of(indexes.plan(create, session).describe()));
        }
        throw new StatementException(
                Reason.NOT_SUPPORTED,
                "EXPLAIN shows the plans of queries, of statements that change rows and of CREATE INDEX, not of "
                        + inner.getKind().sql);
    }

    private CompiledStatement analyze(
            SqlExplainAnalyze explain, ParsedStatement statement, SessionContext session, CancelToken cancelToken) {
        QueryStatement.TreeSource source = () -> ((SqlExplainAnalyze) SqlTexts.parse(statement)).statement();
        long start = System.nanoTime();
        Supplier<ProfileOptions> options = () -> new ProfileOptions(explain.timing(), System.nanoTime() - start);
        if (explain.statement().isA(SqlKind.QUERY)) {
            QueryStatement query = new QueryStatement(engine, source, session, cancelToken);
            return AnalyzedStatement.of(engine, introspection.planLine(), query, options.get());
        }
        if (explain.statement() instanceof SqlChange) {
            ChangeStatement change = ChangeStatement.explained(
                    engine, () -> (SqlChange) source.tree(), statement.text(), session, cancelToken);
            return AnalyzedStatement.of(engine, introspection.planLine(), change, options.get());
        }
        throw new StatementException(
                Reason.NOT_SUPPORTED,
                "EXPLAIN ANALYZE runs queries and statements that change rows, not "
                        + explain.statement().getKind().sql.replace('_', ' '));
    }

    @Override
    public Unit open(List<ParsedStatement> statements, SessionContext session, CancelToken cancelToken) {
        return Scripts.open(statements, session.state(), cancelToken);
    }

    @Override
    public SessionState newSession(Map<Setting, String> given, String user) {
        SessionState session = new SessionState(
                given,
                user,
                new TemporaryStore(engine.memory()),
                state -> new SessionTransactions(new TransactionSettings(engine, state), engine::newTransaction));
        boolean done = false;
        try {
            new SessionSnapshots(engine).begin(session);
            engine.activity().enter(session);
            done = true;
            return session;
        } finally {
            if (!done) {
                session.close();
            }
        }
    }

    @Override
    public void recover() {
        engine.committer().recover();
    }

    @Override
    public void close() {
        engine.committer().close();
        engine.workers().close();
        engine.samples().close();
        engine.kept().close();
    }

    @Override
    public List<RelationName> relationNames(SessionContext session) {
        return session.state()
                .transactions()
                .exclusively(() -> engine.catalog(session).relations());
    }

    @Override
    public Relation relation(RelationName name, SessionContext session) {
        return session.state().transactions().exclusively(() -> introspection.relation(name, session));
    }

    @Override
    public SqlVocabulary vocabulary() {
        return Vocabulary.INSTANCE;
    }

    public List<IndexInfo> indexes(String table, SessionContext session) {
        return session.state().transactions().exclusively(() -> indexes.of(table, session));
    }
}
