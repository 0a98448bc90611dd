package org.lancesql.calcite.expression;

import java.time.DateTimeException;
import java.util.regex.PatternSyntaxException;
import org.apache.calcite.runtime.CalciteException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.storage.StorageException;

/** What Calcite's generated code throws, as errors of SQL. The only place that reads their texts. */
public final class RowErrors {
    /** Where the exceptions of Calcite's functions of JSON come from, by whatever they read it with. */
    private static final String JSON_READER = "com.jayway.jsonpath";

    private RowErrors() {}

    /** The error of SQL behind a failure of generated code; a failure that is none comes back as it is. */
    public static RuntimeException translate(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isOurs(cause)) {
                return (RuntimeException) cause;
            }
            EvaluationException known = known(cause);
            if (known != null) {
                return known;
            }
        }
        return failure;
    }

    /**
     * The error of SQL behind a failure of one function that computes with values of a row. What it throws is about its
     * arguments, even where its code did not foresee them; the two failures that only wrong code has come back as they are.
     */
    static RuntimeException translate(RuntimeException failure, String function) {
        RuntimeException translated = translate(failure);
        if (isOurs(translated) || failure instanceof NullPointerException || failure instanceof ClassCastException) {
            return translated;
        }
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new EvaluationException(
                reason(failure, function), function + " has no value for its arguments: " + text, failure);
    }

    private static boolean isOurs(Throwable failure) {
        return failure instanceof EvaluationException
                || failure instanceof CancelledException
                || failure instanceof StorageException
                || failure instanceof StatementException;
    }

    /** Without the class that the reader's text begins with, and its place in a source that it does not show. */
    private static String withoutPlace(String text) {
        String sentence = text.lines().findFirst().orElse("").replaceFirst("^[\\w.]+: ", "");
        int place = sentence.indexOf(" (start marker");
        return place < 0 ? sentence : sentence.substring(0, place);
    }

    private static Reason reason(RuntimeException failure, String function) {
        if (function.startsWith("REGEXP")) {
            return Reason.INVALID_REGULAR_EXPRESSION;
        }
        return failure instanceof StringIndexOutOfBoundsException ? Reason.INVALID_SUBSTRING : Reason.INVALID_ARGUMENT;
    }

    private static @Nullable EvaluationException known(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof PatternSyntaxException) {
            return new EvaluationException(
                    Reason.INVALID_REGULAR_EXPRESSION, "Not a regular expression: " + text, cause);
        }
        if (cause.getClass().getPackageName().startsWith(JSON_READER)) {
            return new EvaluationException(Reason.INVALID_JSON, "A text is not JSON: " + withoutPlace(text), cause);
        }
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
