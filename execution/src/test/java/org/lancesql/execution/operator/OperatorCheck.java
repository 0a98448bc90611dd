package org.lancesql.execution.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.RandomValues;
import org.lancesql.execution.TestMemory;

/**
 * Compares an operator with a reference that sees one row at a time: over no rows, one row and many, in batches of 1, 7 and
 * 65,536 rows, with and without gaps between them.
 */
public final class OperatorCheck {
    public static final int[] BATCH_SIZES = {1, 7, 65_536};
    public static final int[] ROW_COUNTS = {0, 1, 100};

    private final TestMemory memory;
    private final Random random;

    /** Opens the operator over inputs that it owns. */
    public interface Opening {
        BatchOperator open(List<BatchOperator> inputs, ExecutionContext context);
    }

    /** Gives the rows that the operator should give, in order. */
    public interface Reference {
        List<List<Object>> rows(List<List<List<Object>>> inputs);
    }

    public OperatorCheck(TestMemory memory, Random random) {
        this.memory = memory;
        this.random = random;
    }

    /** Runs the operator over random rows with these fields, for each input. */
    public void random(String name, List<List<Field>> inputs, Opening opening, Reference reference) {
        for (int rowCount : ROW_COUNTS) {
            List<List<List<Object>>> rows = new ArrayList<>();
            for (List<Field> fields : inputs) {
                rows.add(randomRows(fields, rowCount));
            }
            known(name, inputs, rows, opening, reference);
        }
    }

    /** Runs the operator over known rows. */
    public void known(
            String name,
            List<List<Field>> fields,
            List<List<List<Object>>> rows,
            Opening opening,
            Reference reference) {
        List<List<Object>> expected = normal(reference.rows(rows));
        for (int batchSize : BATCH_SIZES) {
            List<BatchOperator> sources = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                sources.add(new BatchSource(memory, fields.get(i), rows.get(i), batchSize, random.nextBoolean()));
            }
            List<List<Object>> actual = BatchSource.drain(opening.open(sources, memory.context()));
            assertThat(normal(actual))
                    .as("%s of %s rows in batches of %s", name, rows.get(0).size(), batchSize)
                    .isEqualTo(expected);
            sources.forEach(source -> assertThat(((BatchSource) source).closed)
                    .as("%s closes its inputs", name)
                    .isTrue());
        }
    }

    public List<List<Object>> randomRows(List<Field> fields, int count) {
        RandomValues values = new RandomValues(random);
        List<List<Object>> columns =
                fields.stream().map(field -> values.column(field, count)).toList();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            for (List<Object> column : columns) {
                row.add(column.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** An order in which rows can be compared whatever the order they came in. */
    public static List<List<Object>> sorted(List<List<Object>> rows) {
        List<List<Object>> sorted = new ArrayList<>(normal(rows));
        sorted.sort(Comparator.comparing(Object::toString));
        return sorted;
    }

    /** A form in which values that are equal in SQL are equal in Java. */
    public static List<List<Object>> normal(List<List<Object>> rows) {
        List<List<Object>> normal = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(normal(cell)));
            normal.add(cells);
        }
        return normal;
    }

    public static @Nullable Object normal(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        } else if (value instanceof Double number) {
            return number + 0.0;
        } else if (value instanceof Float number) {
            return number + 0.0f;
        } else if (value instanceof List<?> list) {
            List<Object> items = new ArrayList<>();
            list.forEach(item -> items.add(normal(item)));
            return items;
        }
        return value;
    }
}
