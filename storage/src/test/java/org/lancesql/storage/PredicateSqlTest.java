package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.schema.ColumnAlteration;
import org.lancesql.storage.Predicate.And;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.In;
import org.lancesql.storage.Predicate.IsNotNull;
import org.lancesql.storage.Predicate.IsNull;
import org.lancesql.storage.Predicate.IsTrue;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Or;

/** What Lance answers to a pushed predicate is what SQL says, for each type, operator and odd value, with NULLs. */
class PredicateSqlTest extends StoreTest {
    static List<TypedColumn> types() {
        return TypedColumn.all();
    }

    @ParameterizedTest
    @MethodSource("types")
    void pushedEqualsFilteredInJava(TypedColumn column) {
        assertThat(Predicates.supports(column.type())).isTrue();
        List<@Nullable Object> rows = new ArrayList<>(column.values());
        rows.add(null);
        createTyped("t", column, rows);
        check(column, rows);
        foreign.index("t", "c");
        check(column, rows);
    }

    private void check(TypedColumn column, List<@Nullable Object> rows) {
        SoftAssertions softly = new SoftAssertions();
        try (TableHandle handle = head("t")) {
            for (Predicate predicate : predicates(column)) {
                List<Long> expected = new ArrayList<>();
                for (int i = 0; i < rows.size(); i++) {
                    if (Boolean.TRUE.equals(evaluate(predicate, rows.get(i), column))) {
                        expected.add((long) i);
                    }
                }
                softly.assertThat(read(handle, predicate))
                        .as(PredicateSql.render(predicate))
                        .isEqualTo(expected);
            }
            Predicate any = predicates(column).get(0);
            softly.assertThat(handle.count(any)).isEqualTo(read(handle, any).size());
        }
        softly.assertAll();
    }

    private List<Long> read(TableHandle handle, Predicate predicate) {
        List<Long> ids =
                ids(handle, new ScanRequest(List.of("id"), predicate, OptionalLong.empty(), 0, List.of(), List.of()));
        return ids.stream().sorted().toList();
    }

    private static List<Predicate> predicates(TypedColumn column) {
        List<Predicate> all = new ArrayList<>();
        List<Literal> literals = column.values().stream()
                .map(value -> new Literal(column.type(), value))
                .toList();
        for (Literal literal : literals) {
            for (Operator operator : Operator.values()) {
                all.add(new Comparison("c", operator, literal));
            }
        }
        for (Operator operator : List.of(Operator.EQUAL, Operator.LESS, Operator.GREATER_OR_EQUAL)) {
            Predicate comparison = new Comparison("c", operator, literals.get(literals.size() / 2));
            Predicate or = new Or(List.of(comparison, new IsNull("c")));
            Predicate and = new And(List.of(comparison, new Comparison("c", Operator.NOT_EQUAL, literals.get(0))));
            for (Predicate predicate : List.of(comparison, or, and, new And(List.of(or, new Not(and))))) {
                all.add(predicate);
                all.add(new Not(predicate));
                all.add(new Or(List.of(new Not(predicate), new IsNull("c"))));
            }
        }
        all.add(new In("c", literals));
        all.add(new Not(new In("c", literals.subList(0, 1))));
        all.add(new IsNull("c"));
        all.add(new IsNotNull("c"));
        all.add(new Not(new IsNull("c")));
        if (column.type() instanceof ArrowType.Bool) {
            all.add(new IsTrue("c"));
            all.add(new Not(new IsTrue("c")));
        }
        return all;
    }

    /** Three-valued logic; null is unknown. */
    private static @Nullable Boolean evaluate(Predicate predicate, @Nullable Object value, TypedColumn column) {
        if (predicate instanceof Comparison comparison) {
            return value == null
                    ? null
                    : compare(
                            comparison,
                            column.order().compare(value, comparison.literal().value()));
        } else if (predicate instanceof In in) {
            return value == null
                    ? null
                    : (Boolean) in.literals().stream()
                            .anyMatch(literal -> column.order().compare(value, literal.value()) == 0);
        } else if (predicate instanceof IsNull) {
            return value == null;
        } else if (predicate instanceof IsNotNull) {
            return value != null;
        } else if (predicate instanceof IsTrue) {
            return Boolean.TRUE.equals(value);
        } else if (predicate instanceof Not not) {
            Boolean operand = evaluate(not.operand(), value, column);
            return operand == null ? null : (Boolean) !operand;
        }
        boolean and = predicate instanceof And;
        List<Predicate> operands = and ? ((And) predicate).operands() : ((Or) predicate).operands();
        boolean unknown = false;
        for (Predicate operand : operands) {
            Boolean result = evaluate(operand, value, column);
            if (result == null) {
                unknown = true;
            } else if (result != and) {
                return result;
            }
        }
        return unknown ? null : (Boolean) and;
    }

    private static boolean compare(Comparison comparison, int order) {
        return switch (comparison.operator()) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MiXed", "with space", "ünï", "select", "qu\"ote", "1st", "it's", "a+b", "count(*)", "x\ny"})
    void unusualColumnNamesAreFound(String name) {
        foreign.create("t", 0, 5, true);
        foreign.with(
                "t",
                d -> d.alterColumns(
                        List.of(new ColumnAlteration.Builder("id").rename(name).build())));
        Predicate predicate = new Comparison(name, Operator.EQUAL, new Literal(new ArrowType.Int(64, true), 3L));
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(
                        new ScanRequest(
                                List.of("name", name), predicate, OptionalLong.empty(), 0, List.of(), List.of()),
                        memory.root())) {
            VectorSchemaRoot batch = requireNonNull(reader.next());
            assertThat(batch.getVector("name").getObject(0)).hasToString("row 3");
            assertThat(batch.getVector(name).getObject(0)).isEqualTo(3L);
        }
    }

    @Test
    void namesThatDifferByCaseAreToldApart() {
        Schema schema = new Schema(List.of(
                Field.nullable("id", new ArrowType.Int(64, true)), Field.nullable("ID", new ArrowType.Int(64, true))));
        store.create("t", schema, Map.of(), new CaseRows(schema), mark());
        Literal literal = new Literal(new ArrowType.Int(64, true), 102L);
        try (TableHandle handle = head("t")) {
            assertThat(handle.count(new Comparison("ID", Operator.EQUAL, literal)))
                    .isEqualTo(1);
            assertThat(handle.count(new Comparison("id", Operator.EQUAL, literal)))
                    .isZero();
        }
    }

    private static final class CaseRows implements BatchSource {
        private final Schema schema;
        private boolean done;

        CaseRows(Schema schema) {
            this.schema = schema;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            if (done) {
                return false;
            }
            done = true;
            root.allocateNew();
            for (int i = 0; i < 5; i++) {
                ((BigIntVector) root.getVector(0)).setSafe(i, i);
                ((BigIntVector) root.getVector(1)).setSafe(i, 100 + i);
            }
            root.setRowCount(5);
            return true;
        }
    }

    @Test
    void whatWouldNotBeExactIsRefused() {
        ArrowType seconds = new ArrowType.Timestamp(TimeUnit.SECOND, null);
        refused(new Literal(seconds, LocalDateTime.of(2020, 1, 1, 0, 0, 0, 500_000_000)));
        refused(new Literal(new ArrowType.Int(8, true), 128L));
        refused(new Literal(new ArrowType.Int(8, false), -1L));
        refused(new Literal(new ArrowType.Decimal(5, 2, 128), new BigDecimal("0.001")));
        refused(new Literal(new ArrowType.Decimal(5, 2, 128), new BigDecimal("1000")));
        refused(new Literal(new ArrowType.FixedSizeBinary(2), "a".getBytes(StandardCharsets.UTF_8)));
        refused(new Literal(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), 1.0));
        assertThat(Predicates.supports(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)))
                .isFalse();
        assertThat(Predicates.supports(new IsNull("back`tick"))).isFalse();
    }

    private static void refused(Literal literal) {
        Predicate predicate = new Comparison("c", Operator.EQUAL, literal);
        assertThat(Predicates.supports(predicate)).isFalse();
        assertThatThrownBy(() -> PredicateSql.render(predicate)).isInstanceOf(UnsupportedOperationException.class);
    }
}
