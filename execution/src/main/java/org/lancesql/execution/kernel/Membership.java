package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.Constant;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * IN or NOT IN with a list of constants of the value's type: a value is looked up in a set instead of being compared with
 * one constant after the other.
 *
 * @param format how values that are longs are read, or null for strings and binaries
 */
record Membership(
        Expression value,
        List<Expression> constants,
        boolean negated,
        @Nullable LongFormat format) implements Condition {
    Membership {
        constants = List.copyOf(constants);
    }

    /** A kernel for a value and constants, or null where there is none for their types. */
    static @Nullable Expression find(boolean negated, List<Expression> arguments) {
        ArrowType type = arguments.get(0).field().getType();
        List<Expression> constants = arguments.subList(1, arguments.size());
        boolean isList = constants.stream()
                .allMatch(constant -> constant instanceof Constant
                        && constant.field().getType().equals(type));
        LongFormat format = LongFormat.comparable(type);
        boolean fits = format != null && (!Types.isDecimal(type) || Types.digits(type) <= Powers.MAX_LONG_DIGITS);
        return isList && (Types.isBytes(type) || fits)
                ? new Membership(arguments.get(0), constants, negated, fits ? format : null)
                : null;
    }

    @Override
    public Field field() {
        return Types.BOOLEAN;
    }

    @Override
    public Selection select(Batch batch, Selection rows, ExecutionContext context) {
        try (FieldVector members = members(context);
                Argument values = Argument.open(value, batch, rows, context)) {
            Selection present = values.notNull(rows);
            if (!negated) {
                return matching(values, present, members);
            }
            return members.getNullCount() > 0
                    ? Selections.NONE
                    : Selections.minus(present, matching(values, present, members));
        }
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        try (FieldVector members = members(context);
                Arguments opened = Arguments.open(List.of(value), batch, rows, context)) {
            Selection present = opened.get(0).notNull(rows);
            Selection matching = matching(opened.get(0), present, members);
            Selection holds = negated ? Selections.minus(present, matching) : matching;
            BitVector result = Booleans.ofRows(holds, batch.length(), context);
            Validity.combine(opened, batch.length(), result);
            if (members.getNullCount() > 0) {
                // What matches no other constant may be equal to the one that is not known.
                MemoryUtil.setMemory(result.getValidityBufferAddress(), (batch.length() + 7) / 8, (byte) 0);
                for (int i = 0; i < matching.size(); i++) {
                    Validity.setBit(result.getValidityBufferAddress(), matching.position(i));
                }
            }
            return result;
        }
    }

    /** The constants as a vector. */
    private FieldVector members(ExecutionContext context) {
        Field field = Field.nullable("", value.field().getType());
        FieldVector members = Vectors.create(field, context.allocator(), constants.size());
        try {
            for (int i = 0; i < constants.size(); i++) {
                Vectors.set(members, i, ((Constant) constants.get(i)).value(context));
            }
            members.setValueCount(constants.size());
            return members;
        } catch (Throwable failure) {
            members.close();
            throw failure;
        }
    }

    private Selection matching(Argument values, Selection rows, FieldVector members) {
        if (values.isConstant() && rows.size() > 0) {
            return count(values, Selection.all(1), members, new int[1]) == 1 ? rows : Selections.NONE;
        }
        int[] selected = new int[rows.size()];
        int count = count(values, rows, members, selected);
        return count == rows.size() ? rows : Selection.of(selected, count);
    }

    private int count(Argument values, Selection rows, FieldVector members, int[] selected) {
        Selection known = Validity.notNull(members, Selection.all(members.getValueCount()));
        return format == null
                ? BytesSet.of(members, known).select(values.vector(), rows, selected)
                : LongSet.of(format, members, known).select(values.dataAddress(), rows, selected);
    }
}
