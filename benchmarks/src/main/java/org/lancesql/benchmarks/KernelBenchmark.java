package org.lancesql.benchmarks;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.kernel.Kernels;
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

/** The kernels in which queries spend their time, in nanoseconds for each row of a full batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/java.nio=ALL-UNNAMED")
@SuppressWarnings("NullAway.Init") // JMH calls open() first
public class KernelBenchmark {
    private static final int ROWS = 65_536;
    private static final long SEED = 20_260_101;
    private static final Field INT = Field.nullable("i", new ArrowType.Int(32, true));
    private static final Field MONEY = Field.nullable("m", new ArrowType.Decimal(15, 2, 128));
    private static final Field PRODUCT = Field.nullable("", new ArrowType.Decimal(30, 4, 128));
    private static final Field TEXT = Field.nullable("t", ArrowType.Utf8.INSTANCE);
    private static final Field BOOLEAN = Field.nullable("", ArrowType.Bool.INSTANCE);

    /** Share of rows that are null, in percent. */
    @Param({"0", "10"})
    int nullPercent;

    private ArrowMemory memory;
    private BufferAllocator allocator;
    private ExecutionContext context;
    private Batch batch;
    private final Expression integer = Expressions.column(0, INT);
    private final Expression money = Expressions.column(1, MONEY);
    private final Expression text = Expressions.column(2, TEXT);
    private final Expression less = kernel(ScalarFunction.LESS, BOOLEAN, integer, Expressions.literal(INT, ROWS / 2));
    private final Expression product = kernel(ScalarFunction.MULTIPLY, PRODUCT, money, money);
    private final Expression like =
            kernel(ScalarFunction.LIKE, BOOLEAN, text, Expressions.literal(TEXT, "%special%requests%"));

    private final Expression in = kernel(
            ScalarFunction.IN,
            BOOLEAN,
            text,
            Expressions.literal(TEXT, "special"),
            Expressions.literal(TEXT, "requests"),
            Expressions.literal(TEXT, "a longer text that is in no row"));

    private static Expression kernel(ScalarFunction function, Field result, Expression... arguments) {
        return Kernels.find(function, result, List.of(arguments)).orElseThrow();
    }

    /** Fills one batch. */
    @Setup(Level.Trial)
    public void open() {
        memory = ArrowMemory.withLimit(1L << 30);
        allocator = memory.newChild("benchmark");
        context =
                new ExecutionContext(allocator, List.of(), Instant.EPOCH, ZoneOffset.UTC, CancelToken.withoutTimeout());
        Random random = new Random(SEED);
        FieldVector integers = Vectors.create(INT, allocator, ROWS);
        FieldVector amounts = Vectors.create(MONEY, allocator, ROWS);
        FieldVector texts = Vectors.create(TEXT, allocator, ROWS);
        for (int row = 0; row < ROWS; row++) {
            if (random.nextInt(100) >= nullPercent) {
                Vectors.setLong(integers, row, random.nextInt(ROWS));
                Vectors.set(amounts, row, java.math.BigDecimal.valueOf(random.nextInt(10_000_000), 2));
                Vectors.set(texts, row, "carefully " + random.nextInt() + " special deposits; final requests");
            }
        }
        List<FieldVector> columns = List.of(integers, amounts, texts);
        columns.forEach(column -> column.setValueCount(ROWS));
        batch = new Batch(columns, ROWS, Selection.all(ROWS));
    }

    @TearDown(Level.Trial)
    public void close() {
        batch.close();
        allocator.close();
        memory.close();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int selectIntegersBelowLiteral() {
        return Condition.select(less, batch, batch.selection(), context).size();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int multiplyDecimals() {
        try (FieldVector result = product.evaluate(batch, batch.selection(), context)) {
            return result.getValueCount();
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int selectTextsLikePattern() {
        return Condition.select(like, batch, batch.selection(), context).size();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int selectTextsInList() {
        return Condition.select(in, batch, batch.selection(), context).size();
    }
}
