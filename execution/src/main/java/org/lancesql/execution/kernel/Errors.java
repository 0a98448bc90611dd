package org.lancesql.execution.kernel;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/** The errors that kernels raise. */
final class Errors {
    private static final int MAX_QUOTED = 60;

    private Errors() {}

    static EvaluationException divisionByZero() {
        return new EvaluationException(Reason.DIVISION_BY_ZERO, "Division by zero");
    }

    static EvaluationException outOfRange(ArrowType type) {
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE, "The result is out of the range of " + Types.name(type));
    }

    static EvaluationException outOfRange(Object value, ArrowType type) {
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE, value + " is out of the range of " + Types.name(type));
    }

    static EvaluationException datetimeOutOfRange(ArrowType type) {
        return new EvaluationException(
                Reason.INVALID_DATETIME, "The result is out of the range of " + Types.name(type));
    }

    static EvaluationException invalidText(String text, ArrowType type) {
        return new EvaluationException(Reason.INVALID_TEXT, quoted(text) + " is no value of type " + Types.name(type));
    }

    static EvaluationException invalidDatetime(String text, ArrowType type, String form) {
        return new EvaluationException(
                Reason.INVALID_DATETIME,
                quoted(text) + " is no value of type " + Types.name(type) + "; the form is " + form);
    }

    static EvaluationException invalidArgument(String message) {
        return new EvaluationException(Reason.INVALID_ARGUMENT, message);
    }

    private static String quoted(String text) {
        return '\'' + (text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "..." : text) + '\'';
    }
}
