package org.lancesql.calcite.expression;

import java.time.DateTimeException;
import org.apache.calcite.runtime.CalciteException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.storage.StorageException;

/** What Calcite's generated code throws, as errors of SQL. The only place that reads their texts. */
public final class RowErrors {
    private RowErrors() {}

    /** The error of SQL behind a failure of generated code; a failure that is none comes back as it is. */
    public static RuntimeException translate(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EvaluationException
                    || cause instanceof CancelledException
                    || cause instanceof StorageException
                    || cause instanceof StatementException) {
                return (RuntimeException) cause;
            }
            EvaluationException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return failure;
    }

    private static @Nullable EvaluationException known(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof NumberFormatException) {
            return new EvaluationException(Reason.INVALID_TEXT, "Not a number: " + text, cause);
        }
        if (cause instanceof ArithmeticException) {
            return text.contains("by zero") || text.contains("zero")
                    ? new EvaluationException(Reason.DIVISION_BY_ZERO, "Division by zero", cause)
                    : new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "A number is out of range: " + text, cause);
        }
        if (text.startsWith("more than one value in agg SINGLE_VALUE")) {
            return new EvaluationException(
                    Reason.MORE_THAN_ONE_ROW, "A sub-query used as a value returned more than one row", cause);
        }
        if (cause instanceof DateTimeException) {
            return new EvaluationException(Reason.INVALID_DATETIME, text, cause);
        }
        if (cause instanceof CalciteException || cause instanceof IllegalArgumentException) {
            return new EvaluationException(Reason.INVALID_ARGUMENT, text, cause);
        }
        return null;
    }
}
