package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.In;
import org.lancesql.storage.Predicate.Is;
import org.lancesql.storage.Predicate.IsNull;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Truth;

/** Conditions on a field of a struct, which is null where the struct is, whatever lies beneath. */
class NestedPredicateTest extends StoreTest {
    private static final Column FIELD = new Column(List.of("s", "odd name"));
    private static final ArrowType INT = new ArrowType.Int(32, true);
    private static final int ROWS = 8;

    /** Rows 1, 3, 5, 7 have no struct but a value beneath; in row 4 the field is null. */
    private record Structs(Schema schema, boolean[] done) implements BatchSource {
        Structs() {
            this(
                    new Schema(List.of(
                            new Field(
                                    "s",
                                    FieldType.nullable(ArrowType.Struct.INSTANCE),
                                    List.of(Field.nullable("odd name", INT))),
                            Field.nullable("id", new ArrowType.Int(64, true)))),
                    new boolean[1]);
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            if (done[0]) {
                return false;
            }
            done[0] = true;
            root.allocateNew();
            StructVector structs = (StructVector) root.getVector("s");
            IntVector field = (IntVector) structs.getChild("odd name");
            for (int i = 0; i < ROWS; i++) {
                ((BigIntVector) root.getVector("id")).setSafe(i, i);
                field.setSafe(i, i);
                if (i % 2 == 0) {
                    structs.setIndexDefined(i);
                } else {
                    structs.setNull(i);
                }
            }
            field.setNull(4);
            root.setRowCount(ROWS);
            return true;
        }
    }

    private static Comparison compare(Operator operator, long value) {
        return new Comparison(FIELD, operator, literal(value));
    }

    private static Literal literal(long value) {
        return new Literal(INT, value);
    }

    private void check() {
        Map<Predicate, List<Long>> expected = Map.of(
                compare(Operator.GREATER, 2),
                List.of(6L),
                compare(Operator.NOT_EQUAL, 2),
                List.of(0L, 6L),
                new Not(compare(Operator.EQUAL, 2)),
                List.of(0L, 6L),
                new Is(compare(Operator.EQUAL, 2), Truth.NOT_TRUE),
                List.of(0L, 1L, 3L, 4L, 5L, 6L, 7L),
                new In(FIELD, List.of(literal(0), literal(3), literal(6))),
                List.of(0L, 6L),
                new IsNull(FIELD),
                List.of(1L, 3L, 4L, 5L, 7L),
                new Not(new IsNull(FIELD)),
                List.of(0L, 2L, 6L),
                new IsNull(Column.of("s")),
                List.of(1L, 3L, 5L, 7L));
        try (TableHandle handle = head("t")) {
            expected.forEach((predicate, ids) -> {
                ScanRequest request =
                        new ScanRequest(List.of("id"), predicate, OptionalLong.empty(), 0, List.of(), List.of());
                List<Long> found = new ArrayList<>(ids(handle, request));
                found.sort(null);
                assertThat(found).as(PredicateSql.render(predicate)).isEqualTo(ids);
            });
        }
    }

    @Test
    void fieldIsNullWhereItsStructIs() {
        Structs rows = new Structs();
        store.create("t", rows.schema(), Map.of(), rows, mark());
        check();
        for (IndexKind kind : List.of(IndexKind.BTREE, IndexKind.BITMAP)) {
            assertThat(store.maintenance().createIndex("t", "i", kind, FIELD, mark()))
                    .isTrue();
            try (TableHandle handle = head("t")) {
                assertThat(handle.indexes()).extracting(TableIndex::columns).containsExactly(List.of(FIELD));
                assertThat(IndexUse.serving(compare(Operator.EQUAL, 2), handle.indexes()))
                        .containsExactly("i");
            }
            check();
            store.maintenance().dropIndex("t", "i", mark());
        }
    }
}
