package org.lancesql.calcite.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.change.ChangeQuery;
import org.lancesql.calcite.change.ChangeQuery.Repetition;
import org.lancesql.calcite.change.ChangeQuery.RowAction;
import org.lancesql.calcite.change.ChangeQuery.RowRules;
import org.lancesql.calcite.plan.ChangeLayout;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.mutation.ChangeSource;
import org.lancesql.storage.RowSet;

/** The rows of a statement's query as what they do to its table. */
final class ChangedRows implements ChangeSource, AutoCloseable {
    private final StoredColumns columns;
    private final ChangeLayout layout;
    private final List<RowAction> actions;
    private final RowRules rules;
    private final BatchOperator operator;
    private final ReturnedRows returned;
    private final RowSet.Builder seen = new RowSet.Builder();
    private final DistinctKeys distinct;
    private final Deque<Part> parts = new ArrayDeque<>();
    private @Nullable Batch batch;
    private long count;

    /** Rows of the batch with which one thing is to be done. */
    private record Part(RowAction action, Selection rows) {}

    /**
     * The changes of a planned statement.
     *
     * @param plan where the parts of the operator's rows are, and what they mean
     * @param table stored name of the table
     * @param schema the table's
     * @param operator borrowed
     * @param returned takes the rows to return
     */
    ChangedRows(
            ChangeQuery plan,
            String table,
            Schema schema,
            BatchOperator operator,
            ReturnedRows returned,
            RowChecks checks,
            BufferAllocator allocator) {
        this.layout = plan.layout();
        this.actions = plan.actions();
        this.rules = plan.rules();
        this.columns = new StoredColumns(table, schema, kept(layout), checks);
        this.operator = operator;
        this.returned = returned;
        this.distinct = new DistinctKeys(operator.fields(), places(layout, rules), allocator);
    }

    private static List<List<Integer>> places(ChangeLayout layout, RowRules rules) {
        return rules.distinct().stream()
                .map(key ->
                        key.stream().map(column -> layout.firstValue() + column).toList())
                .toList();
    }

    /** Places of the columns whose values a statement keeps. */
    private static Set<Integer> kept(ChangeLayout layout) {
        return layout.hasAction() || !layout.readsTarget()
                ? Set.of()
                : IntStream.range(0, layout.columns())
                        .boxed()
                        .filter(column -> !layout.assigned().contains(column))
                        .collect(Collectors.toSet());
    }

    /** Rows that were added, changed and removed so far, as the statement counts them. */
    long count() {
        return count;
    }

    @Override
    public Schema schema() {
        return columns.schema();
    }

    @Override
    public boolean load(VectorSchemaRoot added, Removal removal) {
        while (true) {
            Part part = parts.poll();
            Batch current = batch;
            if (part != null && current != null) {
                if (apply(part, current, added, removal)) {
                    return true;
                }
            } else if (!next()) {
                return false;
            }
        }
    }

    private boolean next() {
        release();
        Batch read = operator.next();
        if (read == null) {
            return false;
        }
        batch = read;
        if (!layout.hasAction()) {
            parts.add(new Part(actions.get(0), read.selection()));
            return true;
        }
        for (RowAction action : RowAction.values()) {
            parts.add(new Part(action, rows(read, action)));
        }
        return true;
    }

    /** Rows that the action is for; a null is no action. */
    private Selection rows(Batch read, RowAction action) {
        FieldVector numbers = read.column(layout.action());
        return keep(
                read.selection(),
                row -> !numbers.isNull(row) && actions.get((int) Vectors.getLong(numbers, row)) == action);
    }

    private interface RowTest {
        boolean test(int row);
    }

    private static Selection keep(Selection rows, RowTest test) {
        int[] kept = new int[rows.size()];
        int size = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            if (test.test(row)) {
                kept[size++] = row;
            }
        }
        return size == rows.size() ? rows : Selection.of(Arrays.copyOf(kept, size), size);
    }

    private boolean apply(Part part, Batch current, VectorSchemaRoot added, Removal removal) {
        Selection rows = switch (part.action()) {
            case INSERT -> added(current, part.rows());
            case UPDATE, DELETE -> keep(part.rows(), row -> isFirst(current, row));
        };
        if (rows.size() == 0) {
            return false;
        }
        if (part.action() != RowAction.DELETE) {
            columns.write(current, layout.firstValue(), rows, added);
        }
        if (part.action() != RowAction.INSERT) {
            remove(part.action(), rows, current, removal);
        }
        if (part.action() != RowAction.DELETE || !rules.hidesDeleted()) {
            count += rows.size();
            returned.add(current, rows);
        }
        return true;
    }

    private void remove(RowAction action, Selection rows, Batch current, Removal removal) {
        FieldVector addresses = current.column(layout.address());
        if (action == RowAction.DELETE) {
            for (int i = 0; i < rows.size(); i++) {
                removal.delete(Vectors.getLong(addresses, rows.position(i)));
            }
            return;
        }
        FieldVector ids = current.column(layout.address() + 1);
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            removal.replace(Vectors.getLong(addresses, row), Vectors.getLong(ids, row));
        }
    }

    private Selection added(Batch current, Selection rows) {
        Selection distinctRows = distinct.addNew(current, rows);
        if (distinctRows.size() < rows.size() && !rules.skipsDuplicates()) {
            throw repeated();
        }
        return distinctRows;
    }

    private boolean isFirst(Batch current, int row) {
        if (rules.repetition() == Repetition.IMPOSSIBLE
                || seen.add(Vectors.getLong(current.column(layout.address()), row))) {
            return true;
        } else if (rules.repetition() == Repetition.IGNORED) {
            return false;
        }
        throw repeated();
    }

    private StatementException repeated() {
        return new StatementException(Reason.ROW_CHANGED_TWICE, rules.repeated());
    }

    /** The operator is closed by its opener. */
    @Override
    public void close() {
        distinct.close();
        release();
    }

    private void release() {
        parts.clear();
        Batch current = batch;
        batch = null;
        if (current != null) {
            current.close();
        }
    }
}
