package org.lancesql.calcite.engine;

import java.time.ZoneOffset;
import java.util.List;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDescribeTable;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.apache.calcite.sql.ddl.SqlDropTable;
import org.apache.calcite.sql.ddl.SqlDropView;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.IndexInfo;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.Relation;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.SqlVocabulary;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlCreateIndex;
import org.lancesql.calcite.parser.SqlDropIndex;
import org.lancesql.calcite.parser.SqlInsertDefaultValues;
import org.lancesql.calcite.parser.SqlShowIndexes;
import org.lancesql.calcite.parser.SqlShowTables;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Committer;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.ViewCatalog;

/** The engine on Calcite. */
public final class CalciteEngine implements SqlEngine {
    private final EngineContext engine;
    private final Tables tables;
    private final Views views;
    private final Introspection introspection;
    private final Indexes indexes;

    public CalciteEngine(TableStore store, Committer committer, ArrowMemory memory) {
        this.engine = new EngineContext(store, committer, memory, new SnapshotReader(store), new ViewCatalog(store));
        this.tables = new Tables(engine);
        this.views = new Views(engine);
        this.introspection = new Introspection(engine);
        this.indexes = new Indexes(engine);
    }

    @Override
    public List<ParsedStatement> parse(String script) {
        return DeepStack.call(() -> SqlTexts.parseScript(script));
    }

    @Override
    public CompiledStatement compile(ParsedStatement statement, SessionContext session) {
        return DeepStack.call(() -> compileShallow(statement, session));
    }

    private CompiledStatement compileShallow(ParsedStatement statement, SessionContext session) {
        SqlNode node = statement.node();
        if (node.isA(SqlKind.QUERY)) {
            return new QueryStatement(engine, () -> SqlTexts.parse(statement), session);
        }
        if (node instanceof SqlInsert || node instanceof SqlInsertDefaultValues) {
            return insert(() -> SqlTexts.parse(statement), session);
        }
        if (node instanceof SqlExplain) {
            return explain(statement, session);
        }
        if (node instanceof SqlShowTables show) {
            return introspection.showTables(
                    show.pattern() instanceof SqlCharStringLiteral pattern ? pattern.getValueAs(String.class) : null);
        }
        if (node instanceof SqlShowIndexes show) {
            return introspection.showIndexes(() -> indexes.show(show.table()));
        }
        if (node instanceof SqlDescribeTable describe) {
            return introspection.describe(Names.simple(describe.getTable(), engine.databaseName()), session);
        }
        return definition(statement, node);
    }

    private CompiledStatement definition(ParsedStatement statement, SqlNode node) {
        if (node instanceof SqlCreateTable) {
            return new DdlStatement(
                    engine,
                    "CREATE TABLE",
                    (session, token) -> tables.create((SqlCreateTable) SqlTexts.parse(statement), session, token));
        }
        if (node instanceof SqlCreateView) {
            return new DdlStatement(engine, "CREATE VIEW", (session, token) -> {
                views.create((SqlCreateView) SqlTexts.parse(statement), statement, session);
                return 0;
            });
        }
        if (node instanceof SqlDropTable drop) {
            return new DdlStatement(engine, "DROP TABLE", (session, token) -> {
                tables.drop(drop.name, drop.ifExists);
                return 0;
            });
        }
        if (node instanceof SqlDropView drop) {
            return new DdlStatement(engine, "DROP VIEW", (session, token) -> {
                views.drop(drop.name, drop.ifExists);
                return 0;
            });
        }
        if (node instanceof SqlCreateIndex create) {
            return new DdlStatement(engine, "CREATE INDEX", (session, token) -> {
                indexes.create(create, session);
                return 0;
            });
        }
        if (node instanceof SqlDropIndex drop) {
            return new DdlStatement(engine, "DROP INDEX", (session, token) -> {
                indexes.drop(drop, session);
                return 0;
            });
        }
        throw refused(node);
    }

    private static StatementException refused(SqlNode node) {
        SqlParserPos position = node.getParserPosition();
        String hint =
                node.isA(SqlKind.DML) ? "; rows are added with INSERT, tables are made anew with CREATE TABLE AS" : "";
        return new StatementException(
                Reason.NOT_SUPPORTED,
                node.getKind().sql.replace('_', ' ') + " is not supported yet" + hint,
                new Position(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum())),
                null);
    }

    private InsertStatement insert(QueryStatement.TreeSource source, SessionContext session) {
        StatementCatalog catalog = engine.catalog();
        SqlNode node = source.tree();
        SqlIdentifier target = (SqlIdentifier)
                (node instanceof SqlInsertDefaultValues defaults
                        ? defaults.table()
                        : ((SqlInsert) node).getTargetTable());
        String name = Names.simple(target, engine.databaseName());
        String stored =
                catalog.storedName(name).orElseThrow(() -> Names.unknown(name, catalog, target.getParserPosition()));
        if (catalog.views().containsKey(stored) && !catalog.tableNames().contains(stored)) {
            throw new StatementException(Reason.WRONG_OBJECT, stored + " is a view; rows are inserted into tables");
        }
        QueryStatement rows =
                new QueryStatement(engine, () -> InsertTree.complete(source.tree(), engine, stored, session), session);
        return new InsertStatement(engine, rows, stored);
    }

    private CompiledStatement explain(ParsedStatement statement, SessionContext session) {
        SqlNode inner = ((SqlExplain) statement.node()).getExplicandum();
        QueryStatement.TreeSource source = () -> ((SqlExplain) SqlTexts.parse(statement)).getExplicandum();
        if (inner.isA(SqlKind.QUERY)) {
            return introspection.explain(new QueryStatement(engine, source, session), null);
        }
        if (inner instanceof SqlInsert || inner instanceof SqlInsertDefaultValues) {
            InsertStatement insert = insert(source, session);
            return introspection.explain(insert.rows(), "Insert(table=[" + insert.table() + "])");
        }
        if (inner instanceof SqlCreateIndex create) {
            return introspection.explain(() -> List.of(indexes.plan(create).describe()));
        }
        throw new StatementException(
                Reason.NOT_SUPPORTED,
                "EXPLAIN shows the plans of queries, of INSERT and of CREATE INDEX, not of " + inner.getKind().sql);
    }

    @Override
    public List<Relation> relations() {
        return introspection.relations(new MetadataSession());
    }

    @Override
    public List<String> relationNames() {
        return List.copyOf(engine.catalog().relationNames());
    }

    @Override
    public SqlVocabulary vocabulary() {
        return Vocabulary.INSTANCE;
    }

    @Override
    public List<IndexInfo> indexes(String table) {
        return indexes.of(table);
    }

    /** Metadata is nobody's statement: it writes nothing, and its types do not depend on a zone. */
    private static final class MetadataSession implements SessionContext {
        @Override
        public boolean readOnly() {
            return true;
        }

        @Override
        public java.time.ZoneId timeZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public CommitInfo commitInfo(String statementKind) {
            return new CommitInfo("", null, java.util.List.of(statementKind));
        }
    }
}
