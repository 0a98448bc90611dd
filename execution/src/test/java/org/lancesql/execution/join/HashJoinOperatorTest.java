package org.lancesql.execution.join;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.execution.TestFields.*;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.kernel.Kernels;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.operator.BatchSource;
import org.lancesql.execution.operator.OperatorCheck;

class HashJoinOperatorTest {
    private static final long SEED = 20_260_102;

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    private final Random random = new Random(SEED);
    private final OperatorCheck check = new OperatorCheck(memory, random);

    /** Left: key, number; right: key, number. The condition asks for the left number to be less than the right one. */
    private static final Expression LESS = Kernels.find(
                    ScalarFunction.LESS, BOOL, List.of(Expressions.column(1, INT32), Expressions.column(3, INT32)))
            .orElseThrow();

    private static final List<JoinKind> KINDS = Arrays.stream(JoinKind.values())
            .filter(kind -> kind != JoinKind.NULL_AWARE_ANTI)
            .toList();

    @Test
    void everyKindGivesWhatNestedLoopsGive() {
        for (JoinKind kind : KINDS) {
            for (int batchSize : new int[] {1, 7, 65_536}) {
                for (@Nullable Expression condition : Arrays.asList(null, LESS)) {
                    for (boolean nullsMatch : new boolean[] {false, true}) {
                        for (boolean buildLeft : new boolean[] {false, true}) {
                            check(INT32, kind, batchSize, condition, nullsMatch, buildLeft);
                        }
                    }
                }
            }
        }
    }

    @Test
    void keysThatOneSideHasOnceEachGiveWhatNestedLoopsGive() {
        List<List<Object>> few = new ArrayList<>();
        for (int key = 0; key < 40; key++) {
            few.add(Arrays.asList(key == 17 ? null : (Object) key, random.nextInt(50)));
        }
        Collections.shuffle(few, random);
        for (int distinct : new int[] {30, 300}) {
            List<List<Object>> many = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                many.add(Arrays.asList(
                        random.nextInt(9) == 0 ? null : (Object) random.nextInt(distinct), random.nextInt(50)));
            }
            for (JoinKind kind : KINDS) {
                for (@Nullable Expression condition : Arrays.asList(null, LESS)) {
                    for (int batchSize : new int[] {1, 7, 65_536}) {
                        checkUnique(kind, many, few, condition, false, batchSize);
                        checkUnique(kind, few, many, condition, true, batchSize);
                    }
                }
            }
        }
    }

    private void checkUnique(
            JoinKind kind,
            List<List<Object>> left,
            List<List<Object>> right,
            @Nullable Expression condition,
            boolean buildLeft,
            int batchSize) {
        if (buildLeft && kind.isLeftOnly()) {
            return;
        }
        List<List<Object>> actual =
                drain(List.of(INT32, INT32), left, right, kind, keys(INT32, false), condition, buildLeft, batchSize);
        List<List<Object>> expected = nestedLoops(
                kind, left, right, (l, r) -> hasEqualKeys(l, r, false) && (condition == null || isLess(l, r)));
        assertThat(OperatorCheck.normal(actual))
                .as("%s join, batches of %s, build left %s", kind, batchSize, buildLeft)
                .containsExactlyInAnyOrderElementsOf(OperatorCheck.normal(expected));
    }

    @Test
    void keysMayBeOfAnyScalarType() {
        for (Field key : FLAT) {
            check(key, JoinKind.FULL, 7, LESS, false, random.nextBoolean());
            check(key, JoinKind.ANTI, 7, null, false, false);
        }
    }

    @Test
    void withoutKeysEveryPairIsAskedForItsCondition() {
        List<Field> fields = List.of(INT32, INT32);
        List<List<Object>> left = check.randomRows(List.of(INT32, INT32), 120);
        List<List<Object>> right = check.randomRows(List.of(INT32, INT32), 90);
        JoinKeys none = new JoinKeys(new int[0], new int[0], List.of(), new boolean[0]);
        for (JoinKind kind : KINDS) {
            List<List<Object>> actual = drain(fields, left, right, kind, none, LESS, false, 16);
            assertThat(OperatorCheck.normal(actual))
                    .as("%s", kind)
                    .containsExactlyInAnyOrderElementsOf(
                            OperatorCheck.normal(nestedLoops(kind, left, right, (l, r) -> isLess(l, r))));
        }
    }

    @Test
    void rowsWhoseKeyIsCertainlyNotThereAreLeft() {
        for (int batchSize : new int[] {1, 7, 65_536}) {
            List<List<Object>> left = new ArrayList<>(check.randomRows(List.of(INT32, INT32), 300));
            left.set(5, Arrays.asList(null, 1));
            List<List<Object>> withNull = new ArrayList<>(left.subList(0, 100));
            List<List<Object>> withoutNull =
                    withNull.stream().filter(row -> row.get(0) != null).toList();
            Set<Object> keys = withoutNull.stream().map(row -> row.get(0)).collect(Collectors.toSet());
            assertThat(notIn(left, withNull, batchSize)).isEmpty();
            assertThat(notIn(left, List.of(), batchSize)).isEqualTo(left);
            assertThat(notIn(left, withoutNull, batchSize))
                    .isEqualTo(left.stream()
                            .filter(row -> row.get(0) != null && !keys.contains(row.get(0)))
                            .toList());
        }
    }

    private List<List<Object>> notIn(List<List<Object>> left, List<List<Object>> right, int batchSize) {
        List<Field> fields = List.of(INT32, INT32);
        return drain(fields, left, right, JoinKind.NULL_AWARE_ANTI, keys(INT32, false), null, false, batchSize);
    }

    @Test
    void oneKeyWithManyRowsOnBothSidesComesInSeveralBatches() {
        List<List<Object>> left = Collections.nCopies(700, Arrays.asList(1, 2));
        List<List<Object>> right = Collections.nCopies(500, Arrays.asList(1, 3));
        assertThat(drain(List.of(INT32, INT32), left, right, JoinKind.INNER, keys(INT32, false), null, false, 65_536))
                .hasSize(350_000)
                .allMatch(List.of(1, 2, 1, 3)::equals);
    }

    @Test
    void lackOfMemoryFailureAndEarlyCloseLeaveNothingBehind() {
        List<Field> fields = List.of(INT32, INT32);
        List<List<Object>> left = check.randomRows(List.of(INT32, INT32), 2_000);
        List<List<Object>> right = check.randomRows(List.of(INT32, INT32), 2_000);
        boolean failed = false;
        for (long limit = 64; limit <= 1 << 22; limit *= 2) {
            try (BufferAllocator limited = memory.allocator().newChildAllocator("limited", 0, limit)) {
                ExecutionContext context = new ExecutionContext(
                        limited, List.of(), TestMemory.STARTED_AT, ZoneOffset.UTC, CancelToken.withoutTimeout());
                HashJoinOperator join = join(fields, left, right, JoinKind.FULL, LESS, context);
                try {
                    BatchSource.drain(join);
                } catch (OutOfMemoryException e) {
                    failed = true;
                }
            }
        }
        assertThat(failed).isTrue();
        try (HashJoinOperator join = join(fields, left, right, JoinKind.INNER, null, memory.context())) {
            requireNonNull(join.next()).close();
        }
        BatchSource failing = new BatchSource(memory, fields, left, 50, false).failingAfter(2);
        BatchSource other = new BatchSource(memory, fields, right, 50, false);
        try (HashJoinOperator join = new HashJoinOperator(
                failing,
                other,
                JoinKind.INNER,
                keys(INT32, false),
                null,
                true,
                List.of(INT32, INT32, INT32, INT32),
                memory.context())) {
            assertThatThrownBy(join::next).hasMessage("the input failed");
        }
        assertThat(failing.closed).isTrue();
        assertThat(other.closed).isTrue();
    }

    private HashJoinOperator join(
            List<Field> fields,
            List<List<Object>> left,
            List<List<Object>> right,
            JoinKind kind,
            @Nullable Expression condition,
            ExecutionContext context) {
        return new HashJoinOperator(
                new BatchSource(memory, fields, left, 50, false),
                new BatchSource(memory, fields, right, 50, true),
                kind,
                keys(INT32, false),
                condition,
                false,
                List.of(INT32, INT32, INT32, INT32),
                context);
    }

    private void check(
            Field key,
            JoinKind kind,
            int batchSize,
            @Nullable Expression condition,
            boolean nullsMatch,
            boolean buildLeft) {
        List<List<Object>> left = check.randomRows(List.of(key, INT32), 150);
        List<List<Object>> right = check.randomRows(List.of(key, INT32), 100);
        // Values that both sides have, so that something matches in types of many values.
        for (int i = 0; i < 60; i++) {
            right.get(random.nextInt(right.size()))
                    .set(0, left.get(random.nextInt(left.size())).get(0));
        }
        List<List<Object>> actual =
                drain(List.of(key, INT32), left, right, kind, keys(key, nullsMatch), condition, buildLeft, batchSize);
        List<List<Object>> expected = nestedLoops(
                kind, left, right, (l, r) -> hasEqualKeys(l, r, nullsMatch) && (condition == null || isLess(l, r)));
        assertThat(OperatorCheck.normal(actual))
                .as("%s join on %s, batches of %s, build left %s", kind, key, batchSize, buildLeft)
                .containsExactlyInAnyOrderElementsOf(OperatorCheck.normal(expected));
    }

    private List<List<Object>> drain(
            List<Field> fields,
            List<List<Object>> left,
            List<List<Object>> right,
            JoinKind kind,
            JoinKeys keys,
            @Nullable Expression condition,
            boolean buildLeft,
            int batchSize) {
        List<Field> joined = new ArrayList<>(fields);
        joined.addAll(fields);
        BatchOperator first = new BatchSource(memory, fields, left, batchSize, random.nextBoolean());
        BatchOperator second = new BatchSource(memory, fields, right, batchSize, random.nextBoolean());
        return BatchSource.drain(
                buildLeft && kind.isLeftOnly()
                        ? new KeptRowsOperator(
                                Lanes.one(first),
                                Lanes.one(second),
                                new JoinShape(kind, keys, condition, true, fields),
                                null,
                                memory.context())
                        : new HashJoinOperator(
                                first, second, kind, keys, condition, buildLeft, joined, memory.context()));
    }

    private static JoinKeys keys(Field key, boolean nullsMatch) {
        return new JoinKeys(new int[] {0}, new int[] {0}, List.of(key), new boolean[] {nullsMatch});
    }

    private static boolean hasEqualKeys(List<Object> left, List<Object> right, boolean nullsMatch) {
        if (left.get(0) == null || right.get(0) == null) {
            return nullsMatch && left.get(0) == right.get(0);
        }
        return Objects.equals(OperatorCheck.normal(left.get(0)), OperatorCheck.normal(right.get(0)));
    }

    private static boolean isLess(List<Object> left, List<Object> right) {
        return left.get(1) != null && right.get(1) != null && (int) left.get(1) < (int) right.get(1);
    }

    private static List<List<Object>> nestedLoops(
            JoinKind kind,
            List<List<Object>> left,
            List<List<Object>> right,
            BiPredicate<List<Object>, List<Object>> matches) {
        List<List<Object>> result = new ArrayList<>();
        List<Object> nulls = Arrays.asList(null, null);
        for (List<Object> l : left) {
            List<List<Object>> found =
                    right.stream().filter(r -> matches.test(l, r)).toList();
            if (kind.isLeftOnly()) {
                if (found.isEmpty() == (kind == JoinKind.ANTI)) {
                    result.add(l);
                }
                continue;
            }
            found.forEach(r -> result.add(concat(l, r)));
            if (found.isEmpty() && kind.keepsUnmatchedLeft()) {
                result.add(concat(l, nulls));
            }
        }
        for (List<Object> r : right) {
            if (kind.keepsUnmatchedRight() && left.stream().noneMatch(l -> matches.test(l, r))) {
                result.add(concat(nulls, r));
            }
        }
        return result;
    }

    private static List<Object> concat(List<Object> left, List<Object> right) {
        List<Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }
}
