package org.lancesql.execution.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.WorkerPool;
import org.lancesql.execution.profile.MeasuredOperator;
import org.lancesql.execution.profile.OperatorProfile;

/**
 * Operators, the lanes, that together yield the rows of one stream, each row in one of them. Each can be read by a thread of
 * its own. Which lane yields a batch, and in which order, is open.
 *
 * <p>Lanes are closed when none of them is being read.
 */
public final class Lanes implements AutoCloseable {
    private final List<BatchOperator> operators;
    private final List<Runnable> preparations;
    private final @Nullable LaneSource source;
    private final WorkerPool workers;
    private final @Nullable OperatorProfile profile;

    private Lanes(
            List<BatchOperator> operators,
            List<Runnable> preparations,
            @Nullable LaneSource source,
            WorkerPool workers,
            @Nullable OperatorProfile profile) {
        this.operators = List.copyOf(operators);
        this.preparations = List.copyOf(preparations);
        this.source = source;
        this.workers = workers;
        this.profile = profile;
    }

    /** Takes what a lane yields. */
    @FunctionalInterface
    public interface BatchTaker {
        /**
         * Takes ownership of a batch. Called for each lane by one thread at a time, for several lanes at the same time.
         *
         * @param lane from 0 on
         */
        void take(int lane, Batch batch);
    }

    /** One lane, which yields its batches in their order. Takes ownership of it. */
    public static Lanes one(BatchOperator operator) {
        return new Lanes(List.of(operator), List.of(), null, WorkerPool.NONE, null);
    }

    /**
     * As many lanes as are worth while, which take the batches of an operator in turn. Takes ownership of it. Workers come
     * in when a second batch shows that there is work for them.
     */
    public static Lanes over(BatchOperator operator, WorkerPool workers) {
        return over(operator, false, workers);
    }

    /** The same of an operator that will give several batches, so that workers are called at once. */
    public static Lanes overMany(BatchOperator operator, WorkerPool workers) {
        return over(operator, true, workers);
    }

    private static Lanes over(BatchOperator operator, boolean hasMany, WorkerPool workers) {
        if (workers.parallelism() == 1) {
            return one(operator);
        }
        LaneSource source = new LaneSource(operator, hasMany);
        List<BatchOperator> lanes = new ArrayList<>();
        for (int i = 0; i < workers.parallelism(); i++) {
            lanes.add(source.newLane());
        }
        return new Lanes(lanes, List.of(), source, workers, null);
    }

    public int count() {
        return operators.size();
    }

    /** Name and canonical type of each column of the batches. */
    public List<Field> fields() {
        return operators.get(0).fields();
    }

    /**
     * Puts an operator above each lane. These lanes must not be used afterwards.
     *
     * @param make makes an operator that owns its input, unless it throws; then everything is closed
     */
    public Lanes map(UnaryOperator<BatchOperator> make) {
        List<BatchOperator> mapped = new ArrayList<>();
        try {
            for (BatchOperator operator : operators) {
                mapped.add(make.apply(operator));
            }
            return new Lanes(mapped, preparations, source, workers, null);
        } catch (Throwable failure) {
            mapped.forEach(BatchOperator::close);
            operators.subList(mapped.size(), operators.size()).forEach(BatchOperator::close);
            throw failure;
        }
    }

    /**
     * These lanes with something that the thread that drains them does before any of them is read, and before what it
     * does so far.
     */
    public Lanes after(Runnable preparation) {
        List<Runnable> all = new ArrayList<>();
        all.add(preparation);
        all.addAll(preparations);
        return new Lanes(operators, all, source, workers, profile);
    }

    /** These lanes, with what they yield and the time of all threads that work on them counted in a profile. */
    public Lanes measuredBy(OperatorProfile counting) {
        Lanes measured = map(lane -> new MeasuredOperator(lane, counting));
        List<Runnable> timed = preparations.stream().map(counting::timed).toList();
        return new Lanes(measured.operators, timed, source, workers, counting);
    }

    /** The operator of a single lane, with what is prepared being prepared by it. */
    public BatchOperator single() {
        if (operators.size() != 1) {
            throw new IllegalStateException(operators.size() + " lanes are not a single one");
        }
        return operators.get(0);
    }

    /**
     * Reads all lanes to their ends. The calling thread reads the first of them; others come in when there is more than one
     * batch, or was said to be, as far as workers are free. What fails in one of them ends all, and is thrown here.
     */
    public void drain(BatchTaker taker) {
        preparations.forEach(Runnable::run);
        if (source == null) {
            drain(operators.get(0), 0, taker);
        } else {
            new LaneRun(count(), lane -> drainCounted(lane, taker), source, workers).run();
        }
    }

    /** The first lane is drained by the reader's own thread, whose time is counted with the reader. */
    private void drainCounted(int lane, BatchTaker taker) {
        if (profile == null || lane == 0) {
            drain(operators.get(lane), lane, taker);
            return;
        }
        long start = System.nanoTime();
        try {
            drain(operators.get(lane), lane, taker);
        } finally {
            profile.addHelp(System.nanoTime() - start);
        }
    }

    private static void drain(BatchOperator operator, int lane, BatchTaker taker) {
        for (Batch batch = operator.next(); batch != null; batch = operator.next()) {
            taker.take(lane, batch);
        }
    }

    @Override
    public void close() {
        operators.forEach(BatchOperator::close);
    }
}
