package org.lancesql.calcite.expression;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.WeakHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.Sequence;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** The next value of an identity column, another one for each row. Not to be called by name. */
public final class NextIdentity extends SqlFunction {
    private final TableStore store;
    private final String table;
    private final Field column;
    private final IdentityColumn identity;
    /** Values given out for batches that are still around. */
    private final Map<Batch, Given> given = new WeakHashMap<>();

    /** The first value of some rows of a batch. */
    private record Given(Selection rows, long first) {
        boolean isFor(Selection others) {
            if (rows.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < rows.size(); i++) {
                if (rows.position(i) != others.position(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** @param column of the table, with an identity */
    public NextIdentity(TableStore store, String table, Field column) {
        super(
                "NEXT_VALUE(" + table + "." + column.getName() + ")",
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.BIGINT,
                null,
                OperandTypes.NILADIC,
                SqlFunctionCategory.SYSTEM);
        this.store = requireNonNull(store, "store is null");
        this.table = table;
        this.column = column;
        this.identity = IdentityColumn.of(column).orElseThrow();
    }

    @Override
    public boolean isDeterministic() {
        return false;
    }

    @Override
    public boolean isDynamicFunction() {
        return true;
    }

    /** Does not look it up: it is in no table of functions. */
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataType type = SqlTypes.fromStored(column, validator.getTypeFactory());
        validator.setValidatedNodeType(call, type);
        return type;
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return SqlTypes.fromStored(column, binding.getTypeFactory());
    }

    Expression expression() {
        return new Values(CanonicalTypes.canonical(column));
    }

    /** Values for the rows of a batch. */
    private final class Values implements Expression {
        private final Field field;

        Values(Field field) {
            this.field = field;
        }

        @Override
        public Field field() {
            return field;
        }

        @Override
        public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
            FieldVector vector = Vectors.create(field, context.allocator(), batch.length());
            try {
                vector.setValueCount(batch.length());
                if (rows.size() > 0) {
                    fill(vector, rows, first(batch, rows, context.allocator()));
                }
                return vector;
            } catch (Throwable failure) {
                vector.close();
                throw failure;
            }
        }

        private void fill(FieldVector vector, Selection rows, long first) {
            for (int i = 0; i < rows.size(); i++) {
                set((BaseFixedWidthVector) vector, rows.position(i), first + i * identity.increment());
            }
        }
    }

    /** A plan may compute a value where it is stored and again where it is returned: it is one value. */
    private long first(Batch batch, Selection rows, BufferAllocator allocator) {
        synchronized (given) {
            Given known = given.get(batch);
            if (known != null && known.isFor(rows)) {
                return known.first;
            }
        }
        long first = reserve(rows.size(), allocator);
        synchronized (given) {
            given.put(batch, new Given(rows, first));
        }
        return first;
    }

    private static void set(BaseFixedWidthVector vector, int row, long value) {
        if (vector instanceof BigIntVector longs) {
            longs.set(row, value);
        } else if (vector instanceof IntVector ints) {
            ints.set(row, Math.toIntExact(value));
        } else {
            ((SmallIntVector) vector).set(row, Math.toIntExact(value));
        }
    }

    private long reserve(int count, BufferAllocator allocator) {
        long greatest = IdentityColumn.maximum(column);
        long last = identity.increment() > 0 ? greatest : -greatest - 1;
        Sequence.Range range = new Sequence.Range(identity.start(), identity.increment(), last);
        OptionalLong first =
                store.system().sequence(identity.sequence()).reserve(range, count, () -> farthest(allocator));
        return first.orElseThrow(() -> new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE,
                "Column " + column.getName() + " of table " + table + " has no identity values left: its type ends at "
                        + last));
    }

    /** The farthest value in the table: statements may give values of their own, and so may other programs. */
    private OptionalLong farthest(BufferAllocator allocator) {
        OptionalLong farthest = OptionalLong.empty();
        try (TableHandle head = store.open(new TableVersion(table, store.latestVersion(table)));
                BatchReader reader = head.scan(ScanRequest.of(List.of(column.getName())), allocator)) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                FieldVector values = root.getVector(0);
                for (int row = 0; row < root.getRowCount(); row++) {
                    if (!values.isNull(row)) {
                        long value = ((Number) requireNonNull(values.getObject(row))).longValue();
                        boolean farther = farthest.isEmpty()
                                || (identity.increment() > 0
                                        ? value > farthest.getAsLong()
                                        : value < farthest.getAsLong());
                        farthest = farther ? OptionalLong.of(value) : farthest;
                    }
                }
            }
        }
        return farthest;
    }
}
