package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.RandomValues;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

/**
 * Compares a kernel with a reference that computes one row: on random data of several sizes, with dense and sparse
 * selections, with each argument as a column and as a constant. Rows on which the reference raises an error are first
 * left out of the selection, where they must do no harm, then taken in, where they must raise the same error.
 */
final class KernelCheck {
    /** More rows than a chunk has. */
    private static final int MANY = 1_100;

    private static final int[] SIZES = {0, 1, 7, 100, MANY};
    private static final int LARGE = 65_536;

    private static final int NONE_CONSTANT = -1;
    private static final int ALL_BUT_FIRST_CONSTANT = -2;
    private static final int ALL_CONSTANT = -3;

    private final TestMemory memory;
    private final long seed = Long.getLong("lancesql.seed", 20_240_229L);
    private final Random random = new Random(seed);
    private final RandomValues values = new RandomValues(random);
    private Function<Field, Object> generator = values::value;

    KernelCheck(TestMemory memory) {
        this.memory = memory;
    }

    /** Draws the values that are not null from another source. */
    KernelCheck drawing(Function<Random, Object> source) {
        generator = field -> source.apply(random);
        return this;
    }

    /** Draws the values that are not null from another source, which knows their types. */
    KernelCheck drawing(BiFunction<Field, Random, Object> source) {
        generator = field -> source.apply(field, random);
        return this;
    }

    /** Checks a function that is null where any argument is null. */
    void strict(ScalarFunction function, Field result, List<Field> arguments, Function<Object[], Object> reference) {
        check(function, result, arguments, row -> Arrays.asList(row).contains(null) ? null : reference.apply(row));
    }

    /** Checks a function whose reference sees nulls too. */
    void check(ScalarFunction function, Field result, List<Field> arguments, Function<Object[], Object> reference) {
        for (int size : SIZES) {
            check(function, result, arguments, reference, size, NONE_CONSTANT);
            int only = random.nextInt(arguments.size());
            for (int constant = 0; constant < arguments.size(); constant++) {
                if (size < MANY || constant == only) {
                    check(function, result, arguments, reference, size, constant);
                }
            }
        }
    }

    /** As {@link #check}, for a function of which only the first argument may differ from row to row. */
    void constants(ScalarFunction function, Field result, List<Field> arguments, Function<Object[], Object> reference) {
        for (int size : SIZES) {
            check(function, result, arguments, reference, size, ALL_BUT_FIRST_CONSTANT);
            check(function, result, arguments, reference, size, ALL_CONSTANT);
        }
        check(function, result, arguments, reference, LARGE, ALL_BUT_FIRST_CONSTANT);
    }

    private static boolean isConstant(int argument, int constant) {
        return argument == constant || constant == ALL_CONSTANT || constant == ALL_BUT_FIRST_CONSTANT && argument > 0;
    }

    /** As {@link #check}, once, on a full batch. */
    void large(ScalarFunction function, Field result, List<Field> arguments, Function<Object[], Object> reference) {
        check(
                function,
                result,
                arguments,
                row -> Arrays.asList(row).contains(null) ? null : reference.apply(row),
                LARGE,
                NONE_CONSTANT);
    }

    private void check(
            ScalarFunction function,
            Field result,
            List<Field> fields,
            Function<Object[], Object> reference,
            int size,
            int constant) {
        String name = function + " of " + fields.stream().map(Field::getType).toList() + " as " + result.getType()
                + ", " + size + " rows, constant " + constant + ", seed " + seed;
        List<Expression> arguments = new ArrayList<>();
        List<FieldVector> vectors = new ArrayList<>();
        List<List<Object>> columns = new ArrayList<>();
        Object[] parameters = new Object[fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            List<Object> column = column(fields.get(i), size);
            arguments.add(Expressions.column(i, fields.get(i)));
            if (isConstant(i, constant)) {
                Object value = size == 0 ? null : column.get(random.nextInt(size));
                column = new ArrayList<>(Collections.nCopies(size, value));
                parameters[i] = value;
                arguments.set(
                        i,
                        random.nextBoolean()
                                ? Expressions.literal(fields.get(i), value)
                                : Expressions.parameter(i, fields.get(i)));
            }
            columns.add(column);
            vectors.add(memory.vector(fields.get(i), column));
        }
        Object[] expected = new Object[size];
        for (int row = 0; row < size; row++) {
            Object[] cells = new Object[fields.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = columns.get(i).get(row);
            }
            expected[row] = outcome(reference, cells);
        }
        Expression kernel =
                Kernels.find(function, result, arguments).orElseThrow(() -> new AssertionError("no kernel: " + name));
        assertThat(kernel.field().getType()).as(name).isEqualTo(result.getType());
        try (Batch batch = new Batch(vectors, size, Selection.all(size))) {
            compare(kernel, batch, expected, memory.context(parameters), name);
        }
    }

    private List<Object> column(Field field, int size) {
        List<Object> column = values.column(field, size);
        column.replaceAll(value -> value == null ? null : generator.apply(field));
        return column;
    }

    private static Object outcome(Function<Object[], Object> reference, Object[] cells) {
        try {
            return reference.apply(cells);
        } catch (EvaluationException e) {
            return e.reason();
        }
    }

    private void compare(Expression kernel, Batch batch, Object[] expected, ExecutionContext context, String name) {
        List<Integer> good = new ArrayList<>();
        List<Integer> bad = new ArrayList<>();
        for (int row = 0; row < expected.length; row++) {
            (expected[row] instanceof EvaluationException.Reason ? bad : good).add(row);
        }
        Selection all = bad.isEmpty() ? Selection.all(expected.length) : selection(good);
        assertRows(kernel, batch, all, expected, context, name);
        Selection sparse =
                selection(good.stream().filter(row -> random.nextInt(3) == 0).toList());
        assertRows(kernel, batch, sparse, expected, context, name + ", sparse");
        if (!bad.isEmpty()) {
            int row = bad.get(random.nextInt(bad.size()));
            assertThatThrownBy(() -> kernel.evaluate(batch, selection(List.of(row)), context)
                            .close())
                    .as(name + ", row " + row)
                    .isInstanceOfSatisfying(
                            EvaluationException.class,
                            e -> assertThat(e.reason()).isEqualTo(expected[row]));
        }
    }

    private static Selection selection(List<Integer> rows) {
        return Selection.of(rows.stream().mapToInt(Integer::intValue).toArray(), rows.size());
    }

    private static void assertRows(
            Expression kernel, Batch batch, Selection rows, Object[] expected, ExecutionContext context, String name) {
        List<Integer> trueRows = new ArrayList<>();
        try (FieldVector result = kernel.evaluate(batch, rows, context)) {
            assertThat(result.getValueCount()).as(name).isGreaterThanOrEqualTo(batch.length());
            for (int i = 0; i < rows.size(); i++) {
                int row = rows.position(i);
                Object value = Vectors.get(result, row);
                if (!ReferenceOrder.same(value, expected[row])) {
                    List<Object> cells = batch.columns().stream()
                            .map(column -> Vectors.get(column, row))
                            .toList();
                    throw new AssertionError(
                            name + ", row " + row + " " + cells + ": " + value + " instead of " + expected[row]);
                }
                if (Boolean.TRUE.equals(expected[row])) {
                    trueRows.add(row);
                }
            }
        }
        if (kernel instanceof Condition condition) {
            Selection selected = condition.select(batch, rows, context);
            assertThat(selected.size()).as(name).isEqualTo(trueRows.size());
            for (int i = 0; i < selected.size(); i++) {
                assertThat(selected.position(i)).as(name).isEqualTo(trueRows.get(i));
            }
        }
    }
}
