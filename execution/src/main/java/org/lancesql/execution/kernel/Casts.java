package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;

/**
 * Finds the kernel that casts one type to another.
 *
 * <p>Numbers are rounded half away from zero, floats too, and checked for the range of the target. A timestamp or time
 * of a coarser precision is the last one not later, a duration loses what is finer; timestamps with and without a zone turn into each other in the
 * zone of the session.
 */
final class Casts {
    private Casts() {}

    static @Nullable Expression find(Field result, Expression argument) {
        ArrowType from = argument.field().getType();
        ArrowType to = result.getType();
        List<Expression> arguments = List.of(argument);
        if (CanonicalTypes.haveSameType(argument.field(), result)) {
            return argument;
        } else if (from instanceof ArrowType.Null) {
            return Expressions.literal(result, null);
        } else if (Types.isText(to)) {
            return TextFormat.isSupported(from) ? new TextFormatKernel(result, arguments) : null;
        } else if (Types.isText(from)) {
            return TextParser.isSupported(to) ? new TextParseKernel(result, arguments) : null;
        } else if (Types.isUuid(from) || Types.isUuid(to)) {
            return from instanceof ArrowType.Binary || to instanceof ArrowType.Binary
                    ? new UuidCast(result, arguments)
                    : null;
        } else if (Types.isBool(from) || Types.isBool(to)) {
            return Types.isInt(from) || Types.isInt(to) ? new LongCast(result, arguments) : null;
        } else if (Types.isNumeric(from) && Types.isNumeric(to)) {
            return findNumeric(result, arguments, from, to);
        } else if (Types.isDuration(from) && Types.isDuration(to)) {
            return new DurationCast(result, arguments);
        } else if (Types.isDateOrTime(from) && Types.isDateOrTime(to)) {
            return Types.isDate(from) && Types.isTime(to) || Types.isTime(from) && Types.isDate(to)
                    ? null
                    : new DateTimeCast(result, arguments);
        }
        return null;
    }

    private static Expression findNumeric(Field result, List<Expression> arguments, ArrowType from, ArrowType to) {
        if (Types.isFloating(to)) {
            return new DoubleKernel(ScalarFunction.CAST, result, arguments);
        } else if (Types.isFloating(from)) {
            return new DoubleToExactCast(result, arguments);
        }
        int shift = Types.scale(to) - Types.scale(from);
        boolean fitsLong = LongFormat.of(from) != null
                && shift >= -Powers.MAX_LONG_DIGITS
                && (shift <= 0 || Types.digits(from) + shift <= Powers.MAX_LONG_DIGITS);
        return fitsLong ? new LongCast(result, arguments) : new WideCast(result, arguments);
    }
}
