package org.lancesql.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.storage.ArrowMemory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The tables of groups and joins, in nanoseconds for each row: adding the rows of some batches, and looking them up. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/java.nio=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class KeyTableBenchmark {
    private static final int BATCHES = 16;
    private static final int BATCH_ROWS = 65_536;
    private static final int ROWS = BATCHES * BATCH_ROWS;
    private static final long SEED = 20_260_101;
    private static final int[] COLUMN = {0};
    private static final Field LONG = Field.nullable("k", new ArrowType.Int(64, true));
    private static final Field TEXT = Field.nullable("k", ArrowType.Utf8.INSTANCE);

    /** What the keys are, half of which come twice. */
    public enum Keys {
        /** All numbers of a range, in their order. */
        DENSE,
        /** Some numbers of a range, in their order. */
        SPARSE,
        /** Numbers from everywhere. */
        SCATTERED,
        /** Texts too long to be packed. */
        TEXTS
    }

    @Param
    Keys keys;

    private final Batch[] batches = new Batch[BATCHES];
    private ArrowMemory memory;
    private BufferAllocator allocator;
    private List<Field> fields;
    private KeyTable filled;
    private KeyTable.Finder finder;

    /** Fills the batches, and a table with their rows. */
    @Setup(Level.Trial)
    public void open() {
        memory = ArrowMemory.withLimit(1L << 30);
        allocator = memory.newChild("benchmark");
        fields = List.of(keys == Keys.TEXTS ? TEXT : LONG);
        Random random = new Random(SEED);
        for (int i = 0; i < BATCHES; i++) {
            FieldVector vector = Vectors.create(fields.get(0), allocator, BATCH_ROWS);
            for (int row = 0; row < BATCH_ROWS; row++) {
                Vectors.set(vector, row, key((i * BATCH_ROWS + row) / 2, random));
            }
            vector.setValueCount(BATCH_ROWS);
            batches[i] = new Batch(List.of(vector), BATCH_ROWS, Selection.all(BATCH_ROWS));
        }
        filled = table();
        filled.seal();
        finder = filled.finder();
    }

    private Object key(int number, Random random) {
        return switch (keys) {
            case DENSE -> (long) number;
            case SPARSE -> 20L * number + random.nextInt(2);
            case SCATTERED -> number * 0x9E37_79B9_7F4A_7C15L;
            case TEXTS -> "customer number " + number * 0x9E37_79B9L;
        };
    }

    private KeyTable table() {
        KeyTable table = new KeyTable(fields, new boolean[] {true}, allocator);
        for (Batch batch : batches) {
            table.add(batch, COLUMN, batch.selection());
        }
        return table;
    }

    @TearDown(Level.Trial)
    public void close() {
        finder.close();
        filled.close();
        for (Batch batch : batches) {
            batch.close();
        }
        allocator.close();
        memory.close();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int add() {
        try (KeyTable table = table()) {
            return table.size();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int find() {
        int last = 0;
        for (Batch batch : batches) {
            last ^= finder.find(batch, COLUMN, batch.selection())[0];
        }
        return last;
    }
}
