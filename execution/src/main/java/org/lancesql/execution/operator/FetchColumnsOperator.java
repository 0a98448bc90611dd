package org.lancesql.execution.operator;

import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/** Adds columns to few rows that are left of many: fetched by addresses, which the rows have in one of their columns. */
public final class FetchColumnsOperator implements BatchOperator {
    /** Rows that are fetched at a time. */
    private static final int FETCH_ROWS = 4_096;

    private final BatchOperator input;
    private final int addressColumn;
    private final List<Integer> sources;
    private final List<Field> fields;
    private final Fetcher fetcher;
    private final ExecutionContext context;
    private @Nullable Batch batch;
    private int done;

    /** Where columns are fetched from. */
    public interface Fetcher extends AutoCloseable {
        /**
         * The values of all its columns for some rows, in the order of the addresses; the caller owns the vectors.
         *
         * @param addresses at least one
         */
        List<FieldVector> fetch(long[] addresses);

        @Override
        void close();
    }

    /**
     * Takes ownership of {@code input} and {@code fetcher}, unless it throws.
     *
     * @param addressColumn number of the input's column of addresses, BIGINT without nulls
     * @param sources for each column of the result the number of the input's column, or -1 for the fetcher's first column,
     *     -2 for its second, and so on
     */
    public FetchColumnsOperator(
            BatchOperator input,
            int addressColumn,
            List<Integer> sources,
            List<Field> fields,
            Fetcher fetcher,
            ExecutionContext context) {
        if (sources.size() != fields.size()) {
            throw new IllegalArgumentException(sources.size() + " sources for " + fields.size() + " fields");
        }
        this.input = input;
        this.addressColumn = addressColumn;
        this.sources = List.copyOf(sources);
        this.fields = List.copyOf(fields);
        this.fetcher = fetcher;
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        while (batch == null || done == batch.rowCount()) {
            closeBatch();
            batch = input.next();
            if (batch == null) {
                return null;
            }
        }
        int rows = Math.min(FETCH_ROWS, batch.rowCount() - done);
        Batch fetched = fetched(batch, batch.selection().slice(done, rows));
        done += rows;
        return fetched;
    }

    private Batch fetched(Batch from, Selection rows) {
        BigIntVector addresses = (BigIntVector) from.column(addressColumn);
        long[] wanted = new long[rows.size()];
        long[] slots = new long[rows.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = addresses.get(rows.position(i));
            slots[i] = RowAddress.of(0, rows.position(i));
        }
        try (OwnedVectors copies = new OwnedVectors();
                OwnedVectors others = new OwnedVectors()) {
            for (int source : sources) {
                if (source >= 0) {
                    Field field = input.fields().get(source);
                    copies.add(Gather.slots(field, List.of(from.column(source)), slots, context.allocator()));
                }
            }
            List<FieldVector> fetched = fetcher.fetch(wanted);
            fetched.forEach(others::add);
            // A column may be wanted twice.
            for (int source : sources) {
                if (source < 0) {
                    copies.add(Vectors.share(fetched.get(-1 - source)));
                }
            }
            return new Batch(inOrder(copies.release()), wanted.length, Selection.all(wanted.length));
        }
    }

    /** Puts the input's columns, and behind them those that were fetched, in the order of the result. */
    private List<FieldVector> inOrder(List<FieldVector> made) {
        long ofInput = sources.stream().filter(source -> source >= 0).count();
        Iterator<FieldVector> copied = made.subList(0, (int) ofInput).iterator();
        Iterator<FieldVector> fetched = made.subList((int) ofInput, made.size()).iterator();
        return sources.stream()
                .map(source -> source < 0 ? fetched.next() : copied.next())
                .toList();
    }

    private void closeBatch() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
        done = 0;
    }

    @Override
    public void close() {
        closeBatch();
        try {
            input.close();
        } finally {
            fetcher.close();
        }
    }
}
