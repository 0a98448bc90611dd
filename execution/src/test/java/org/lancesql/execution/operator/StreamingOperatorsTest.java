package org.lancesql.execution.operator;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.kernel.Kernels;
import org.lancesql.execution.profile.MeasuredOperator;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.execution.sort.SortKey;

/** Operators that pass rows on, make them, or put them in order, over columns of each type. */
class StreamingOperatorsTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final OperatorCheck check = new OperatorCheck(memory, new Random(20_260_407));

    private static List<Field> with(Field field) {
        return List.of(field, INT8, BOOL);
    }

    @Test
    void filterKeepsTheRowsOnWhichItsPredicateIsTrue() {
        Expression number = Expressions.column(1, INT8);
        Expression greater = Kernels.find(
                        ScalarFunction.GREATER, BOOL, List.of(number, Expressions.literal(INT8, (byte) 3)))
                .orElseThrow();
        Expression predicate = Kernels.find(ScalarFunction.OR, BOOL, List.of(greater, Expressions.column(2, BOOL)))
                .orElseThrow();
        for (Field field : ALL) {
            check.random(
                    "filter of " + field,
                    List.of(with(field)),
                    (inputs, context) -> new FilterOperator(inputs.get(0), predicate, context),
                    inputs -> inputs.get(0).stream()
                            .filter(row ->
                                    Boolean.TRUE.equals(row.get(2)) || row.get(1) != null && (Byte) row.get(1) > 3)
                            .toList());
        }
    }

    @Test
    void projectComputesColumnsFromRows() {
        for (Field field : ALL) {
            Expression column = Expressions.column(0, field);
            Expression isNull =
                    Kernels.find(ScalarFunction.IS_NULL, BOOL, List.of(column)).orElseThrow();
            check.random(
                    "projection of " + field,
                    List.of(with(field)),
                    (inputs, context) -> new ProjectOperator(
                            inputs.get(0),
                            List.of(isNull, column, Expressions.column(1, INT8), column),
                            List.of(BOOL, field, INT8, field),
                            context),
                    inputs -> inputs.get(0).stream()
                            .map(row -> Arrays.asList(row.get(0) == null, row.get(0), row.get(1), row.get(0)))
                            .toList());
        }
    }

    @Test
    void columnsAreFetchedByTheAddressesOfTheRows() {
        for (Field field : ALL) {
            List<List<Object>> stored = check.randomRows(List.of(field), 50);
            List<List<Object>> addresses = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                addresses.add(List.of((long) (i * 37 % stored.size()), i % 5));
            }
            for (int rows : OperatorCheck.ROW_COUNTS) {
                check.known(
                        "fetch of " + field,
                        List.of(List.of(INT64, INT32)),
                        List.of(addresses.subList(0, rows)),
                        (inputs, context) -> new FetchColumnsOperator(
                                inputs.get(0),
                                0,
                                List.of(1, -1, 0, -1),
                                List.of(INT32, field, INT64, field),
                                new StoredColumn(field, stored, context),
                                context),
                        inputs -> inputs.get(0).stream()
                                .map(row -> Arrays.asList(
                                        row.get(1),
                                        stored.get(((Long) row.get(0)).intValue())
                                                .get(0),
                                        row.get(0),
                                        stored.get(((Long) row.get(0)).intValue())
                                                .get(0)))
                                .toList());
            }
        }
    }

    /** Values whose addresses are their numbers. */
    private record StoredColumn(Field field, List<List<Object>> rows, ExecutionContext context)
            implements FetchColumnsOperator.Fetcher {
        @Override
        public List<FieldVector> fetch(long[] addresses) {
            FieldVector vector = Vectors.create(field, context.allocator(), addresses.length);
            for (int i = 0; i < addresses.length; i++) {
                Vectors.set(vector, i, rows.get((int) addresses[i]).get(0));
            }
            vector.setValueCount(addresses.length);
            return List.of(vector);
        }

        @Override
        public void close() {}
    }

    @Test
    void measuringChangesNoRow() {
        OperatorProfile profile = new OperatorProfile();
        check.random(
                "measured",
                List.of(with(TEXT)),
                (inputs, context) -> new MeasuredOperator(inputs.get(0), profile),
                inputs -> inputs.get(0));
        assertThat(profile.rows())
                .isEqualTo(OperatorCheck.BATCH_SIZES.length
                        * IntStream.of(OperatorCheck.ROW_COUNTS).sum());
    }

    @Test
    void limitCutsBothEnds() {
        for (int offset : new int[] {0, 1, 8, 100}) {
            for (int fetch : new int[] {0, 1, 50, 1_000}) {
                check.random(
                        "limit of " + fetch + " behind " + offset,
                        List.of(with(TEXT)),
                        (inputs, context) -> new LimitOperator(inputs.get(0), offset, OptionalLong.of(fetch), context),
                        inputs ->
                                inputs.get(0).stream().skip(offset).limit(fetch).toList());
            }
        }
    }

    @Test
    void unionHasTheRowsOfItsInputsInTurn() {
        for (Field field : ALL) {
            check.random(
                    "union of " + field,
                    List.of(with(field), with(field)),
                    (inputs, context) -> new UnionAllOperator(
                            with(field), List.of(() -> inputs.get(0), () -> inputs.get(1)), context),
                    inputs -> {
                        List<List<Object>> rows = new ArrayList<>(inputs.get(0));
                        rows.addAll(inputs.get(1));
                        return rows;
                    });
        }
    }

    @Test
    void otherRowsComeOnlyWhereThereAreNone() {
        for (Field field : ALL) {
            List<List<Object>> others = check.randomRows(with(field), 9);
            check.random(
                    "otherwise of " + field,
                    List.of(with(field)),
                    (inputs, context) -> new OtherwiseOperator(
                            inputs.get(0), () -> new BatchSource(memory, with(field), others, 7, true)),
                    inputs -> inputs.get(0).isEmpty() ? others : inputs.get(0));
        }
    }

    @Test
    void eachReaderOfSharedRowsSeesAllOfThem() {
        for (Field field : ALL) {
            check.random(
                    "two readers of " + field,
                    List.of(with(field)),
                    (inputs, context) -> {
                        SharedRows shared = new SharedRows(inputs.get(0), context);
                        var first = requireNonNull(shared.reader());
                        var second = requireNonNull(shared.reader());
                        return new UnionAllOperator(with(field), List.of(() -> first, () -> second), context);
                    },
                    inputs -> {
                        List<List<Object>> rows = new ArrayList<>(inputs.get(0));
                        rows.addAll(inputs.get(0));
                        return rows;
                    });
        }
    }

    @Test
    void rowsAreMadeFromValuesAndExpressions() {
        for (Field field : ALL) {
            for (int count : OperatorCheck.ROW_COUNTS) {
                List<List<Object>> rows = check.randomRows(with(field), count);
                // Given and computed rows have no input; that of the check stands for them.
                check.known(
                        "given rows of " + field,
                        List.of(with(field)),
                        List.of(rows),
                        (inputs, context) -> {
                            inputs.get(0).close();
                            return new ValuesOperator(with(field), rows, context);
                        },
                        inputs -> inputs.get(0));
                check.known(
                        "rows as they are asked for, of " + field,
                        List.of(with(field)),
                        List.of(rows),
                        (inputs, context) -> {
                            inputs.get(0).close();
                            return new RowsOperator(with(field), rows.iterator(), context);
                        },
                        inputs -> inputs.get(0));
                check.known(
                        "computed rows of " + field,
                        List.of(with(field)),
                        List.of(rows),
                        (inputs, context) -> {
                            inputs.get(0).close();
                            return new ComputedRowsOperator(with(field), literals(with(field), rows), context);
                        },
                        inputs -> inputs.get(0));
            }
        }
    }

    private static List<List<Expression>> literals(List<Field> fields, List<List<Object>> rows) {
        List<List<Expression>> literals = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Expression> cells = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                cells.add(Expressions.literal(fields.get(i), row.get(i)));
            }
            literals.add(cells);
        }
        return literals;
    }

    @Test
    void sortOrdersByEachTypeAndKeepsTheOrderOfEquals() {
        for (Field field : ALL) {
            for (boolean descending : new boolean[] {false, true}) {
                List<SortKey> keys = List.of(new SortKey(0, descending, !descending), new SortKey(2, false, true));
                for (OptionalLong fetch : List.of(OptionalLong.empty(), OptionalLong.of(20))) {
                    check.random(
                            "sort of " + field,
                            List.of(with(field)),
                            (inputs, context) -> new SortOperator(inputs.get(0), keys, 3, fetch, context),
                            inputs -> ReferenceSort.sort(inputs.get(0), keys, 3, fetch));
                }
            }
        }
    }
}
