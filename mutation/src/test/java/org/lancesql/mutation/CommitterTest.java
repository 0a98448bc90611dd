package org.lancesql.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

class CommitterTest {
    private static final CommitInfo INFO = new CommitInfo("ann", null, List.of("INSERT"));

    @TempDir
    Path directory;

    private ArrowMemory memory;
    private TableStore store;
    private Committer committer;

    @BeforeEach
    void open() {
        memory = ArrowMemory.withLimit(1L << 30);
        store = TableStore.open(DatabaseRoot.existing(directory), false, memory);
        committer = new Committer(store);
    }

    @AfterEach
    void close() {
        store.close();
        memory.close();
    }

    @Test
    void insertPublishesOneVersion() {
        assertThat(committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 2), INFO))
                .isEqualTo(new InsertResult(2, 1));
        assertThat(committer.insert(new TableVersion("t", 1), new Numbers("id", 3), INFO))
                .isEqualTo(new InsertResult(3, 2));
        assertThat(rowCount(2)).isEqualTo(5);
        assertThat(rowCount(1)).isEqualTo(2);
    }

    @Test
    void insertOfNoRowsPublishesNothing() {
        committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 2), INFO);
        assertThat(committer.insert(new TableVersion("t", 1), new Numbers("id", 0), INFO))
                .isEqualTo(new InsertResult(0, 1));
        assertThat(store.latestVersion("t")).isEqualTo(1);
    }

    @Test
    void insertFromAnOldVersionGoesOnTopOfHead() {
        committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 2), INFO);
        committer.insert(new TableVersion("t", 1), new Numbers("id", 1), INFO);
        assertThat(committer.insert(new TableVersion("t", 1), new Numbers("id", 1), INFO))
                .isEqualTo(new InsertResult(1, 3));
        assertThat(rowCount(3)).isEqualTo(4);
    }

    @Test
    void insertIntoTableThatWasReplacedIsAConflict() {
        committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 2), INFO);
        TableVersion base = new TableVersion("t", 1);
        BatchSource dropping = new Numbers("id", 1) {
            @Override
            public boolean load(VectorSchemaRoot root) {
                boolean more = super.load(root);
                if (!more) {
                    committer.dropTable("t");
                    committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 7), INFO);
                }
                return more;
            }
        };
        assertThatThrownBy(() -> committer.insert(base, dropping, INFO))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOfSatisfying(ConflictException.class, conflict -> {
                            assertThat(conflict.table()).isEqualTo("t");
                            assertThat(conflict.expectedVersion()).isEqualTo(1);
                            assertThat(conflict.actualVersion()).isEqualTo(1);
                        }),
                        e -> assertThat(e).isInstanceOf(StorageException.class));
        assertThat(rowCount(1)).isEqualTo(7);
    }

    @Test
    void tableIsCreatedOnce() {
        committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 2), INFO);
        assertThatThrownBy(() -> committer.createTable("t", columns("id"), Map.of(), new Numbers("id", 9), INFO))
                .isInstanceOf(StorageException.class)
                .hasMessage("Table t exists already.");
        committer.dropTable("t");
        assertThat(store.tables()).isEmpty();
    }

    private long rowCount(long version) {
        try (TableHandle handle = store.open(new TableVersion("t", version))) {
            return handle.rowCount();
        }
    }

    private static Schema columns(String column) {
        return new Schema(List.of(Field.nullable(column, new ArrowType.Int(64, true))));
    }

    private static class Numbers implements BatchSource {
        private final Schema schema;
        private int rows;

        Numbers(String column, int rows) {
            this.schema = columns(column);
            this.rows = rows;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            if (rows == 0) {
                return false;
            }
            root.allocateNew();
            for (int i = 0; i < rows; i++) {
                ((BigIntVector) root.getVector(0)).setSafe(i, i);
            }
            root.setRowCount(rows);
            rows = 0;
            return true;
        }
    }
}
