package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.information.ActivitySource;
import org.lancesql.calcite.information.InformationSchema;
import org.lancesql.calcite.information.RelationColumn;
import org.lancesql.calcite.information.RelationSource;
import org.lancesql.calcite.information.TableRelations;
import org.lancesql.calcite.schema.SystemRows;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.DroppedTable;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DatabaseTags;
import org.lancesql.versioning.DecidedTransaction;
import org.lancesql.versioning.KeptHistory;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LogState;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StatisticsCatalog;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TableHistory;
import org.lancesql.versioning.TransactionHistory;
import org.lancesql.versioning.TransactionLog;

/** What is asked of few tables opens few, however many there are. */
class ManyTablesTest {
    private static final int TABLES = 1000;
    private static final long MEMORY_BYTES = 1L << 20;

    @TempDir
    private Path directory;

    /** Tables that count how often they are opened. */
    private static final class CountedTables implements RelationSource {
        private final List<String> opened = new ArrayList<>();

        @Override
        public String catalog() {
            return "db";
        }

        @Override
        public List<RelationName> relations() {
            return IntStream.range(0, TABLES)
                    .mapToObj(i -> new RelationName(SchemaName.MAIN, "t" + i, RelationName.Kind.TABLE))
                    .toList();
        }

        @Override
        public List<RelationColumn> columns(RelationName relation) {
            opened.add(relation.name());
            return List.of();
        }

        @Override
        public List<RelationColumn> readableColumns(RelationName relation) {
            return columns(relation);
        }

        @Override
        public TableConstraints constraints(RelationName relation) {
            opened.add(relation.name());
            return TableConstraints.NONE;
        }

        @Override
        public List<StoredTable> tables() {
            return List.of();
        }

        @Override
        public List<DroppedTable> droppedTables() {
            return List.of();
        }

        @Override
        public Optional<String> viewDefinition(RelationName relation) {
            opened.add(relation.name());
            return Optional.empty();
        }
    }

    /** Nobody else is at work. */
    private record NoActivity(TransactionLog transactions) implements ActivitySource {
        @Override
        public List<OpenSession> sessions() {
            return List.of();
        }

        @Override
        public List<LiveTransaction> liveTransactions() {
            return List.of();
        }

        @Override
        public LogState log() {
            return transactions.state();
        }

        @Override
        public List<DecidedTransaction> decided() {
            return List.of();
        }
    }

    private List<String> opened(String systemTable, Map<String, String> equalTo) {
        CountedTables tables = new CountedTables();
        SystemRows wanted = SystemRows.ALL;
        for (Map.Entry<String, String> text : equalTo.entrySet()) {
            wanted = wanted.where(text.getKey(), text.getValue());
        }
        try (ArrowMemory memory = ArrowMemory.withLimit(MEMORY_BYTES);
                TableStore store = TableStore.open(DatabaseRoot.existing(directory), true, memory)) {
            TransactionLog log = new TransactionLog(store);
            TransactionHistory history = new KeptHistory(log);
            SnapshotReader snapshots = new SnapshotReader(log, history);
            TableRelations relations = new TableRelations(
                    snapshots,
                    new TableHistory(snapshots, history),
                    new DatabaseTags(store),
                    new StatisticsCatalog(store));
            InformationSchema.of(tables, relations, new NoActivity(log))
                    .find(systemTable)
                    .orElseThrow()
                    .rows()
                    .where(wanted)
                    .forEachRemaining(row -> {});
        }
        return tables.opened.stream().distinct().toList();
    }

    @Test
    void systemTablesOpenWhatIsWanted() {
        assertThat(opened("tables", Map.of())).isEmpty();
        assertThat(opened("columns", Map.of())).hasSize(TABLES);
        for (String table : List.of("columns", "table_constraints", "key_column_usage")) {
            assertThat(opened(table, Map.of("table_name", "t7"))).containsExactly("t7");
            assertThat(opened(table, Map.of("table_name", "t7  "))).containsExactly("t7");
            assertThat(opened(table, Map.of("table_name", "t7", "table_schema", "main")))
                    .containsExactly("t7");
            assertThat(opened(table, Map.of("table_schema", "temp"))).isEmpty();
            assertThat(opened(table, Map.of("column_name", "a"))).hasSize(TABLES);
        }
    }

    @Test
    void unreadableTablesAreListedAndHurtNobody() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE good (a INT, b VARCHAR(5))");
            for (int i = 0; i < TABLES; i++) {
                Files.createDirectories(directory.resolve("bad" + i + ".lance/_versions"));
                Files.writeString(directory.resolve("bad" + i + ".lance/_versions/1.manifest"), "no manifest");
            }
            try (ResultSet rows = connection.getMetaData().getTables(null, "main", "%", null)) {
                assertThat(names(rows, "TABLE_NAME")).hasSize(TABLES + 1).contains("good", "bad0", "bad999");
            }
            try (ResultSet rows = connection.getMetaData().getColumns(null, null, "go%", "%")) {
                assertThat(names(rows, "COLUMN_NAME")).containsExactly("a", "b");
            }
            try (ResultSet rows = statement.executeQuery(
                    "SELECT table_name AS n FROM information_schema.tables WHERE table_schema = 'main'")) {
                assertThat(names(rows, "n")).hasSize(TABLES + 1);
            }
            try (ResultSet rows = statement.executeQuery("SELECT table_name AS n FROM information_schema.columns"
                    + " WHERE table_schema = 'main' AND table_name <> 'x'")) {
                assertThat(names(rows, "n")).containsExactly("good", "good");
            }
        }
    }

    private static List<String> names(ResultSet rows, String column) throws SQLException {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
            names.add(rows.getString(column));
        }
        return names;
    }
}
