package org.lancesql.mutation.constraints;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lancesql.mutation.MutationTest;
import org.lancesql.mutation.constraints.KeyChecks.Checked;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.Durability;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableVersion;

class KeyChecksTest extends MutationTest {
    private static final Schema ID = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

    private final KeyFilters filters = new KeyFilters();

    private void create(ListedRows rows, Schema schema, String... key) {
        TableConstraints constraints =
                new TableConstraints(List.of(new Key("t_key", false, List.of(key), false)), List.of(), List.of());
        committer.createTable("t", schema, constraints.toMetadata(), rows.source(), INFO);
    }

    private TableHandle head() {
        return store.open(new TableVersion("t", store.latestVersion("t")));
    }

    private KeyChecks checks(TableHandle base) {
        return requireNonNull(KeyChecks.of(base, filters, memory.root()));
    }

    private void check(ListedRows added, Schema schema) {
        check(added, schema, RowSet.EMPTY);
    }

    private void check(ListedRows added, Schema schema, RowSet removed) {
        try (TableHandle base = head();
                KeyChecks checks = checks(base)) {
            checks.check(base, null, added, ListedRows.none(schema), removed);
        }
    }

    /** The rows of HEAD by the value of their first column. */
    private RowSet addresses(Long... ids) {
        RowSet.Builder found = new RowSet.Builder();
        try (TableHandle base = head();
                BatchReader reader = base.scan(ScanRequest.of(List.of("id", RowColumns.ADDRESS)), memory.root())) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    if (Arrays.asList(ids).contains(((BigIntVector) root.getVector(0)).get(row))) {
                        found.add(((BigIntVector) root.getVector(1)).get(row));
                    }
                }
            }
        }
        return found.build();
    }

    @Test
    void tableWithoutKeysHasNoChecks() {
        committer.createTable("t", ID, Map.of(), ListedRows.range(ID, 0, 3).source(), INFO);
        try (TableHandle base = head()) {
            assertThat(KeyChecks.of(base, filters, memory.root())).isNull();
        }
    }

    @Test
    void constraintOfALaterProgramForbidsWriting() {
        Map<String, String> metadata = Map.of(FieldMetadata.CONSTRAINTS, "[{\"kind\":\"EXCLUDE\",\"name\":\"x\"}]");
        committer.createTable("t", ID, metadata, ListedRows.range(ID, 0, 3).source(), INFO);
        try (TableHandle base = head()) {
            assertThatThrownBy(() -> KeyChecks.of(base, filters, memory.root()))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.NEWER_FORMAT))
                    .hasMessageContaining("Table t cannot be changed")
                    .hasMessageContaining("EXCLUDE");
        }
    }

    @Test
    void keyOfAStoredRowIsRefusedByNameAndValue() {
        create(ListedRows.range(ID, 0, 10), ID, "id");
        assertThatThrownBy(() -> check(ListedRows.ofColumn(ID, 10L, 7L), ID))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessage("Duplicate key (id) = (7) in table t violates UNIQUE constraint t_key: a row with it exists"
                        + " already");
        assertThatCode(() -> check(ListedRows.ofColumn(ID, 10L, -1L), ID)).doesNotThrowAnyException();
    }

    @Test
    void oneStatementCannotAddAKeyTwice() {
        create(ListedRows.range(ID, 0, 10), ID, "id");
        assertThatThrownBy(() -> check(ListedRows.ofColumn(ID, 11L, 12L, 13L, 11L), ID))
                .hasMessageContaining("two of the new rows have it");
    }

    @Test
    void removedRowsGiveTheirKeysFree() {
        create(ListedRows.range(ID, 0, 10), ID, "id");
        RowSet removed = addresses(3L, 4L);
        assertThatCode(() -> check(ListedRows.ofColumn(ID, 4L, 3L), ID, removed))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> check(ListedRows.ofColumn(ID, 4L, 5L), ID, removed))
                .hasMessageContaining("(5)");
    }

    @Test
    void keysOfEarlierStatementsCountUntilTheyAreGone() {
        create(ListedRows.range(ID, 0, 10), ID, "id");
        try (TableHandle base = head();
                KeyChecks checks = checks(base)) {
            ListedRows first = ListedRows.ofColumn(ID, 20L, 21L);
            Checked one = checks.check(base, null, first, ListedRows.none(ID), RowSet.EMPTY);
            ListedRows clash = ListedRows.ofColumn(ID, 22L, 21L);
            assertThatThrownBy(() -> checks.check(base, one, clash, first, RowSet.EMPTY))
                    .hasMessageContaining("(21)")
                    .hasMessageContaining("this transaction has added a row with it already");
            ListedRows second = ListedRows.ofColumn(ID, 22L);
            Checked two = checks.check(base, one, second, first, RowSet.EMPTY);
            Checked three = checks.check(base, two, ListedRows.ofColumn(ID, 23L), first.and(second), RowSet.EMPTY);
            assertThatThrownBy(() ->
                            checks.check(base, three, ListedRows.ofColumn(ID, 20L), first.and(second), RowSet.EMPTY))
                    .hasMessageContaining("(20)");
            // A rollback to the first state, then an update of 21 to 24.
            ListedRows left = ListedRows.ofColumn(ID, 20L);
            Checked four = checks.check(base, one, ListedRows.ofColumn(ID, 24L, 22L), left, RowSet.EMPTY);
            assertThatCode(() -> checks.check(
                            base,
                            four,
                            ListedRows.ofColumn(ID, 21L),
                            ListedRows.ofColumn(ID, 20L, 24L, 22L),
                            RowSet.EMPTY))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void nullsAreLikeNoOther() {
        Schema two = new Schema(List.of(
                Field.nullable("a", new ArrowType.Int(32, true)), Field.nullable("b", ArrowType.Utf8.INSTANCE)));
        create(
                ListedRows.of(two, List.of(ListedRows.row(1, null), ListedRows.row(1, "x"), ListedRows.row(null, "x"))),
                two,
                "a",
                "b");
        assertThatCode(() -> check(
                        ListedRows.of(
                                two,
                                List.of(
                                        ListedRows.row(1, null),
                                        ListedRows.row(1, null),
                                        ListedRows.row(null, null),
                                        ListedRows.row(null, "x"),
                                        ListedRows.row(2, "x"),
                                        ListedRows.row(1, "y"))),
                        two))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        check(ListedRows.of(two, List.of(ListedRows.row(2, "x"), ListedRows.row(1, "x"))), two))
                .hasMessageContaining("Duplicate key (a, b) = (1, x)");
    }

    static Stream<Arguments> types() {
        byte[] bytes = {1, 2, 3, 4};
        UUID uuid = UUID.fromString("00000000-0000-0000-0000-00000000000a");
        Field uuids = new Field(
                "k",
                new FieldType(
                        true, new ArrowType.FixedSizeBinary(16), null, Map.of("ARROW:extension:name", "arrow.uuid")),
                List.of());
        return Stream.of(
                type(new ArrowType.Int(8, true), (byte) -1, (byte) -1, (byte) 1),
                type(new ArrowType.Int(16, true), (short) 300, (short) 300, (short) 301),
                type(new ArrowType.Int(32, false), 4_000_000_000L, 4_000_000_000L, 1L),
                type(
                        new ArrowType.Int(64, false),
                        new BigDecimal("18446744073709551615"),
                        new BigDecimal("18446744073709551615"),
                        new BigDecimal("1")),
                type(
                        new ArrowType.Decimal(10, 2, 128),
                        new BigDecimal("1.50"),
                        new BigDecimal("1.50"),
                        new BigDecimal("1.51")),
                type(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), -0.0, 0.0, 1e-300),
                type(
                        new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                        Double.NaN,
                        Double.NaN,
                        Double.POSITIVE_INFINITY),
                type(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), 0.0f, -0.0f, 1f),
                type(ArrowType.Bool.INSTANCE, true, true, false),
                type(ArrowType.Utf8.INSTANCE, "a'b\u00e9", "a'b\u00e9", "A'B\u00c9"),
                type(ArrowType.Utf8.INSTANCE, "a", "a", "a "),
                type(ArrowType.LargeUtf8.INSTANCE, "", "", " "),
                type(ArrowType.Binary.INSTANCE, bytes, bytes.clone(), new byte[] {1, 2, 3}),
                type(new ArrowType.FixedSizeBinary(4), bytes, bytes.clone(), new byte[] {1, 2, 3, 5}),
                Arguments.of(
                        uuids,
                        uuid,
                        UUID.fromString(uuid.toString()),
                        UUID.fromString("00000000-0000-0000-0000-00000000000b")),
                type(
                        new ArrowType.Date(DateUnit.DAY),
                        LocalDate.of(1969, 7, 20),
                        LocalDate.of(1969, 7, 20),
                        LocalDate.of(1970, 1, 1)),
                type(
                        new ArrowType.Date(DateUnit.MILLISECOND),
                        LocalDate.of(1969, 7, 20),
                        LocalDate.of(1969, 7, 20),
                        LocalDate.of(1970, 1, 1)),
                type(
                        new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 4),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3, 5)),
                type(
                        new ArrowType.Timestamp(TimeUnit.SECOND, null),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 3),
                        LocalDateTime.of(2024, 2, 29, 1, 2, 4)));
    }

    private static Arguments type(ArrowType type, Object stored, Object equal, Object other) {
        return Arguments.of(Field.nullable("k", type), stored, equal, other);
    }

    @ParameterizedTest
    @MethodSource("types")
    void valuesAreComparedAsInSql(Field field, Object stored, Object equal, Object other) {
        Schema schema = new Schema(List.of(field));
        create(ListedRows.ofColumn(schema, null, stored, null), schema, "k");
        assertThatThrownBy(() -> check(ListedRows.ofColumn(schema, other, equal), schema))
                .isInstanceOf(ConstraintViolationException.class)
                .hasMessageContaining("Duplicate key (k) = (");
        assertThatThrownBy(() -> check(ListedRows.ofColumn(schema, other, null, other), schema))
                .isInstanceOf(ConstraintViolationException.class);
        assertThatCode(() -> check(ListedRows.ofColumn(schema, null, other, null), schema))
                .doesNotThrowAnyException();
    }

    @Test
    void moreKeysThanFitAreLookedAtInRounds() {
        create(ListedRows.range(ID, 0, 1_000), ID, "id");
        try (TableHandle base = head();
                KeyCheck check = new KeyCheck(
                        new KeyColumns("t", new Key("t_key", false, List.of("id"), false), ID),
                        filters,
                        memory.root(),
                        100)) {
            ListedRows kept = ListedRows.range(ID, 1_000, 1_150);
            ListedRows fresh = ListedRows.range(ID, 1_150, 2_000);
            check.check(base, null, new Checked(1_000), fresh, kept, RowSet.EMPTY);
            for (long clash : List.of(5L, 1_001L, 1_999L)) {
                ListedRows added = fresh.and(ListedRows.ofColumn(ID, clash));
                assertThatThrownBy(() -> check.check(base, null, new Checked(1_001), added, kept, RowSet.EMPTY))
                        .hasMessageContaining("(" + clash + ")");
            }
        }
    }

    @Test
    void everyStoredKeyIsFoundInManyFragments() {
        long seed = Long.getLong("lancesql.test.seed", 20260101);
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        create(ListedRows.range(ID, 0, 5_000), ID, "id");
        long next = 5_000;
        for (int i = 0; i < 5; i++) {
            int count = 1 + random.nextInt(3_000);
            append(ListedRows.range(ID, next * 2, next * 2 + count));
            next += count;
        }
        List<Long> stored = new ArrayList<>();
        try (TableHandle base = head();
                BatchReader reader = base.scan(ScanRequest.of(List.of("id")), memory.root())) {
            assertThat(base.fragments()).hasSize(6);
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                for (int row = 0; row < root.getRowCount(); row++) {
                    stored.add(((BigIntVector) root.getVector(0)).get(row));
                }
            }
        }
        for (int i = 0; i < 50; i++) {
            long clash = stored.get(random.nextInt(stored.size()));
            assertThatThrownBy(() -> check(ListedRows.ofColumn(ID, -1L, clash), ID))
                    .hasMessageContaining("(" + clash + ")");
            ListedRows many = ListedRows.range(ID, 1_000_000, 1_003_000).and(ListedRows.ofColumn(ID, clash));
            assertThatThrownBy(() -> check(many, ID)).hasMessageContaining("(" + clash + ")");
        }
        assertThatCode(() -> check(ListedRows.range(ID, 1_000_000, 1_020_000), ID))
                .doesNotThrowAnyException();
    }

    private void append(ListedRows rows) {
        try (TableHandle base = head()) {
            store.commit(
                    new TableChange(base, RowSet.EMPTY, List.of(store.stage(base, rows.source())), null),
                    CommitMark.create(Map.of()),
                    Durability.OS);
        }
    }

    @Test
    void headCheckSeesWhatOthersHaveAdded() {
        create(ListedRows.range(ID, 0, 10), ID, "id");
        try (TableHandle base = head();
                KeyChecks checks = checks(base)) {
            ListedRows added = ListedRows.ofColumn(ID, 10L, 11L);
            checks.check(base, null, added, ListedRows.none(ID), RowSet.EMPTY);
            append(ListedRows.ofColumn(ID, 12L));
            try (TableHandle head = head()) {
                checks.headCheck(base, added).check(head, RowSet.EMPTY);
            }
            append(ListedRows.ofColumn(ID, 11L));
            try (TableHandle head = head()) {
                assertThatThrownBy(() -> checks.headCheck(base, added).check(head, RowSet.EMPTY))
                        .hasMessageContaining("(11)");
                checks.headCheck(base, added).check(head, addresses(11L));
            }
        }
    }

    @Test
    void indexOnTheKeyFindsRowsThatItKnowsAndLaterOnes() {
        create(ListedRows.range(ID, 0, 10_000), ID, "id");
        committer.createIndex("t", "by_id", IndexKind.BTREE, Column.of("id"), INFO);
        append(ListedRows.ofColumn(ID, 10_000L));
        for (long clash : List.of(0L, 9_999L, 10_000L)) {
            assertThatThrownBy(() -> check(ListedRows.ofColumn(ID, 20_000L, clash), ID))
                    .hasMessageContaining("(" + clash + ")");
        }
        assertThatCode(() -> check(ListedRows.ofColumn(ID, 20_000L, 20_001L), ID))
                .doesNotThrowAnyException();
    }
}
