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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
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
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.In;
import org.lancesql.storage.Predicate.Is;
import org.lancesql.storage.Predicate.IsNull;
import org.lancesql.storage.Predicate.Like;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Or;
import org.lancesql.storage.Predicate.Remainder;
import org.lancesql.storage.Predicate.Truth;

/** What Lance answers to a pushed predicate is what SQL says, for each type, operator and odd value, with NULLs. */
class PredicateSqlTest extends StoreTest {
    private static final List<String> PATTERNS = List.of(
            "",
            "%",
            "_",
            "a",
            "a%",
            "%a",
            "%a%",
            "_a",
            "a_",
            "a!%",
            "!_%",
            "%!!%",
            "%\\\\%",
            "back\\\\%",
            "back\\\\s%h",
            "%lash%",
            "line%",
            "line_break",
            "%\n%",
            "it's",
            "it's%",
            "%'%",
            "\u0000",
            "\u0000%",
            "%\u0000%",
            "ü%",
            "%ü",
            "\uD83D%",
            "\uD83D\uDE00",
            "\uD83D\uDE00%",
            "%\uD83D\uDE00",
            "\uFFFD%",
            "x'00'",
            "${_",
            "\uD7FF%",
            "\uDBFF\uDFFF%",
            "日%",
            "_本");

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
        for (IndexKind kind : IndexKind.values()) {
            if (kind.accepts(Field.nullable("c", column.type()))) {
                foreign.index("t", "c", kind);
                check(column, rows);
            }
        }
    }

    private void check(TypedColumn column, List<@Nullable Object> rows) {
        SoftAssertions softly = new SoftAssertions();
        try (TableHandle handle = head("t")) {
            for (Predicate predicate : predicates(column)) {
                if (!Predicates.supports(predicate)) {
                    softly.assertThat(predicate.toString()).contains("Like").contains("!");
                    continue;
                }
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
                all.add(new Comparison(Column.of("c"), operator, literal));
            }
        }
        for (Operator operator : List.of(Operator.EQUAL, Operator.LESS, Operator.GREATER_OR_EQUAL)) {
            Predicate comparison = new Comparison(Column.of("c"), operator, literals.get(literals.size() / 2));
            Predicate or = new Or(List.of(comparison, new IsNull(Column.of("c"))));
            Predicate and =
                    new And(List.of(comparison, new Comparison(Column.of("c"), Operator.NOT_EQUAL, literals.get(0))));
            for (Predicate predicate : List.of(comparison, or, and, new And(List.of(or, new Not(and))))) {
                all.add(predicate);
                all.add(new Not(predicate));
                all.add(new Or(List.of(new Not(predicate), new IsNull(Column.of("c")))));
            }
        }
        all.add(new In(Column.of("c"), literals));
        all.add(new Not(new In(Column.of("c"), literals.subList(0, 1))));
        all.add(new IsNull(Column.of("c")));
        all.add(new Is(new IsNull(Column.of("c")), Truth.FALSE));
        all.add(new Not(new IsNull(Column.of("c"))));
        Predicate some = new Or(List.of(
                new Comparison(Column.of("c"), Operator.LESS, literals.get(0)), new In(Column.of("c"), literals)));
        for (Truth truth : Truth.values()) {
            all.add(new Is(some, truth));
            all.add(new Not(new Is(some, truth)));
            all.add(new Is(new And(List.of(some, new Not(new IsNull(Column.of("c"))))), truth));
        }
        if (column.type() instanceof ArrowType.Utf8 || column.type() instanceof ArrowType.LargeUtf8) {
            for (String pattern : PATTERNS) {
                for (OptionalInt escape : List.of(OptionalInt.empty(), OptionalInt.of('!'))) {
                    all.add(new Like(Column.of("c"), column.type(), pattern, escape));
                    all.add(new Not(new Like(Column.of("c"), column.type(), pattern, escape)));
                }
            }
        }
        if (column.type() instanceof ArrowType.Int integer && integer.getIsSigned()) {
            all.addAll(remainders(column.type()));
        }
        if (column.type() instanceof ArrowType.Bool) {
            Predicate flag = new Comparison(Column.of("c"), Operator.EQUAL, new Literal(column.type(), true));
            all.add(new Is(flag, Truth.TRUE));
            all.add(new Not(new Is(flag, Truth.TRUE)));
        }
        return all;
    }

    private static List<Predicate> remainders(ArrowType type) {
        List<Predicate> all = new ArrayList<>();
        for (long divisor : new long[] {1, 3, 100, Long.MAX_VALUE}) {
            for (long remainder : new long[] {-8, -1, 0, 2, 7}) {
                for (Operator operator : Operator.values()) {
                    Predicate predicate = new Remainder(
                            new Comparison(Column.of("c"), operator, new Literal(type, remainder)), divisor);
                    all.add(predicate);
                    all.add(new Not(predicate));
                    all.add(new Is(predicate, Truth.NOT_TRUE));
                }
            }
        }
        return all;
    }

    /** LIKE through a regular expression of code points. */
    private static boolean matches(String value, Like like) {
        StringBuilder regex = new StringBuilder();
        int[] points = like.pattern().codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            boolean escaped =
                    like.escape().isPresent() && points[i] == like.escape().getAsInt();
            i += escaped ? 1 : 0;
            if (!escaped && (points[i] == '%' || points[i] == '_')) {
                regex.append(points[i] == '%' ? ".*" : ".");
            } else {
                regex.append(Pattern.quote(Character.toString(points[i])));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(value).matches();
    }

    private static boolean holds(Truth truth, @Nullable Boolean value) {
        return switch (truth) {
            case TRUE -> Boolean.TRUE.equals(value);
            case FALSE -> Boolean.FALSE.equals(value);
            case UNKNOWN -> value == null;
            case NOT_TRUE -> !Boolean.TRUE.equals(value);
            case NOT_FALSE -> !Boolean.FALSE.equals(value);
            case KNOWN -> value != null;
        };
    }

    /** Three-valued logic; null is unknown. */
    private static @Nullable Boolean evaluate(Predicate predicate, @Nullable Object value, TypedColumn column) {
        if (predicate instanceof Comparison comparison) {
            return value == null
                    ? null
                    : compare(
                            comparison,
                            column.order().compare(value, comparison.literal().value()));
        } else if (predicate instanceof Remainder remainder) {
            return value == null
                    ? null
                    : evaluate(remainder.comparison(), (Object) ((Long) value % remainder.divisor()), column);
        } else if (predicate instanceof In in) {
            return value == null
                    ? null
                    : (Boolean) in.literals().stream()
                            .anyMatch(literal -> column.order().compare(value, literal.value()) == 0);
        } else if (predicate instanceof IsNull) {
            return value == null;
        } else if (predicate instanceof Like like) {
            return value == null ? null : (Boolean) matches((String) value, like);
        } else if (predicate instanceof Is is) {
            return holds(is.truth(), evaluate(is.operand(), value, column));
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
        Predicate predicate =
                new Comparison(Column.of(name), Operator.EQUAL, new Literal(new ArrowType.Int(64, true), 3L));
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
            assertThat(handle.count(new Comparison(Column.of("ID"), Operator.EQUAL, literal)))
                    .isEqualTo(1);
            assertThat(handle.count(new Comparison(Column.of("id"), Operator.EQUAL, literal)))
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
        refused(new Literal(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE), 0.1));
        refused(new Literal(new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), 1f));
        assertThat(Predicates.supports(new IsNull(Column.of("back`tick")))).isFalse();
    }

    private static void refused(Literal literal) {
        Predicate predicate = new Comparison(Column.of("c"), Operator.EQUAL, literal);
        assertThat(Predicates.supports(predicate)).isFalse();
        assertThatThrownBy(() -> PredicateSql.render(predicate)).isInstanceOf(UnsupportedOperationException.class);
    }
}
