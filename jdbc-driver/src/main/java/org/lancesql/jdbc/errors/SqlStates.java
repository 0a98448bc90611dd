package org.lancesql.jdbc.errors;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.util.List;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.mutation.CommitUnknownException;
import org.lancesql.mutation.ConflictException;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.session.MixedMutationException;
import org.lancesql.mutation.session.TransactionStateException;
import org.lancesql.storage.StorageException;

/** The only map from exceptions to SQLSTATEs and to the subclasses of {@link SQLException}. */
public final class SqlStates {
    public static final String WARNING = "01000";
    public static final String NO_DATA = "02000";
    public static final String WRONG_PARAMETERS = "07002";
    public static final String RESTRICTED_DATA_TYPE = "07006";
    public static final String INVALID_DESCRIPTOR_INDEX = "07009";
    public static final String CANNOT_CONNECT = "08001";
    public static final String CONNECTION_DOES_NOT_EXIST = "08003";
    public static final String OUTCOME_UNKNOWN = "08007";
    public static final String PROTOCOL_VIOLATION = "08P01";
    public static final String FEATURE_NOT_SUPPORTED = "0A000";
    public static final String ROWS_NOT_WANTED = "0100E";
    public static final String MORE_THAN_ONE_ROW = "21000";
    public static final String STRING_TOO_LONG = "22001";
    public static final String NUMERIC_OUT_OF_RANGE = "22003";
    public static final String NULL_NOT_ALLOWED = "22004";
    public static final String INVALID_DATETIME = "22007";
    public static final String INVALID_SUBSTRING = "22011";
    public static final String DIVISION_BY_ZERO = "22012";
    public static final String INVALID_TEXT = "22018";
    public static final String INVALID_JSON = "22032";
    public static final String INVALID_PARAMETER_VALUE = "22023";
    public static final String INVALID_REGULAR_EXPRESSION = "2201B";
    public static final String NOT_NULL_VIOLATION = "23502";
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String CHECK_VIOLATION = "23514";
    public static final String INVALID_CURSOR_STATE = "24000";
    public static final String TRANSACTION_OPEN = "25001";
    public static final String READ_ONLY = "25006";
    public static final String NO_TRANSACTION = "25P01";
    public static final String UNKNOWN_SAVEPOINT = "3B001";
    public static final String UNKNOWN_CATALOG = "3D000";
    public static final String UNKNOWN_SCHEMA = "3F000";
    public static final String CONFLICT = "40001";
    public static final String INVALID_QUERY = "42000";
    public static final String PERMISSION_DENIED = "42501";
    public static final String SYNTAX = "42601";
    public static final String INVALID_NAME = "42602";
    public static final String DUPLICATE_COLUMN = "42701";
    public static final String AMBIGUOUS_NAME = "42702";
    public static final String UNDEFINED_COLUMN = "42703";
    public static final String UNDEFINED_OBJECT = "42704";
    public static final String TYPE_MISMATCH = "42804";
    public static final String WRONG_OBJECT = "42809";
    public static final String UNDEFINED_FUNCTION = "42883";
    public static final String UNDEFINED_TABLE = "42P01";
    public static final String DUPLICATE_TABLE = "42P07";
    public static final String DUPLICATE_OBJECT = "42710";
    public static final String INVALID_COLUMN_REFERENCE = "42P10";
    public static final String INVALID_DEFINITION = "42P16";
    public static final String GENERATED_ALWAYS = "428C9";
    public static final String DISK_FULL = "53100";
    public static final String OUT_OF_MEMORY = "53200";
    public static final String TOO_COMPLEX = "54001";
    public static final String OBJECT_IN_USE = "55006";
    public static final String CANCELLED = "57014";
    public static final String IO_ERROR = "58030";
    public static final String SNAPSHOT_TOO_OLD = "72000";
    public static final String FUNCTION_SEQUENCE = "HY010";
    public static final String INTERNAL_ERROR = "XX000";

    /**
     * Vendor code of the refusal to add and to remove rows in one unit, whose SQLSTATE it shares with other features that
     * are not supported.
     */
    public static final int MIXED_MUTATION = 4001;

    private SqlStates() {}

    /** An error with the subclass that JDBC has for its class of SQLSTATE. */
    public static SQLException create(String state, String message) {
        return create(state, message, null);
    }

    public static SQLException create(String state, String message, @Nullable Throwable cause) {
        return switch (state.substring(0, 2)) {
            case "08" -> new SQLNonTransientConnectionException(message, state, cause);
            case "0A" -> new SQLFeatureNotSupportedException(message, state, cause);
            case "22" -> new SQLDataException(message, state, cause);
            case "23" -> new SQLIntegrityConstraintViolationException(message, state, cause);
            case "28" -> new SQLInvalidAuthorizationSpecException(message, state, cause);
            case "40" -> new SQLTransactionRollbackException(message, state, cause);
            case "3D", "3F", "42" -> new SQLSyntaxErrorException(message, state, cause);
            case "53" -> new SQLTransientException(message, state, cause);
            case "21", "25", "3B", "54", "55", "58", "72", "XX" -> new SQLNonTransientException(message, state, cause);
            default -> new SQLException(message, state, cause);
        };
    }

    /** Texts as warnings, each behind the one before; null for none. */
    public static @Nullable SQLWarning warnings(List<String> texts) {
        SQLWarning first = null;
        for (String text : texts) {
            SQLWarning warning = new SQLWarning(text, WARNING);
            if (first == null) {
                first = warning;
            } else {
                first.setNextWarning(warning);
            }
        }
        return first;
    }

    /** The error to raise for anything that a lower layer has thrown; what is not known there is a bug of ours. */
    public static SQLException translate(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            SQLException known = known(cause, thrown);
            if (known != null) {
                return known;
            }
        }
        return create(
                INTERNAL_ERROR,
                "Internal error, please report it with the statement and this stack trace: " + thrown,
                thrown);
    }

    private static @Nullable SQLException known(Throwable cause, Throwable thrown) {
        if (cause instanceof SQLException sql) {
            return sql.getSQLState() != null ? sql : null;
        }
        if (cause instanceof BatchFailure failure) {
            SQLException reason = translate(failure.reason());
            return new BatchUpdateException(
                    failure.getMessage() + ": " + reason.getMessage(),
                    reason.getSQLState(),
                    reason.getErrorCode(),
                    failure.updateCounts(),
                    reason);
        }
        if (cause instanceof MixedMutationException) {
            return new SQLFeatureNotSupportedException(
                    String.valueOf(cause.getMessage()), FEATURE_NOT_SUPPORTED, MIXED_MUTATION, thrown);
        }
        if (cause instanceof CancelledException) {
            String message = String.valueOf(cause.getMessage());
            return message.contains("timeout")
                    ? new SQLTimeoutException(message, CANCELLED, thrown)
                    : create(CANCELLED, message, thrown);
        }
        String state = state(cause);
        String message = cause instanceof StackOverflowError
                ? "The statement is nested too deeply; split it into smaller ones"
                : String.valueOf(cause.getMessage());
        return state == null ? null : create(state, message, thrown);
    }

    private static @Nullable String state(Throwable cause) {
        if (cause instanceof StatementException statement) {
            return state(statement.reason());
        } else if (cause instanceof EvaluationException evaluation) {
            return state(evaluation.reason());
        } else if (cause instanceof StorageException storage) {
            return state(storage.reason());
        } else if (cause instanceof ConstraintViolationException violation) {
            return state(violation.kind());
        } else if (cause instanceof TransactionStateException refused) {
            return state(refused.reason());
        } else if (cause instanceof ConflictException) {
            return CONFLICT;
        } else if (cause instanceof CommitUnknownException) {
            return OUTCOME_UNKNOWN;
        } else if (cause instanceof OutOfMemoryException || cause instanceof OutOfMemoryError) {
            return OUT_OF_MEMORY;
        } else if (cause instanceof StackOverflowError) {
            return TOO_COMPLEX;
        } else if (cause instanceof NoSuchStatementException) {
            return INVALID_CURSOR_STATE;
        }
        return null;
    }

    private static String state(ConstraintViolationException.Kind kind) {
        return switch (kind) {
            case UNIQUE -> UNIQUE_VIOLATION;
            case CHECK -> CHECK_VIOLATION;
        };
    }

    private static String state(TransactionStateException.Reason reason) {
        return switch (reason) {
            case TRANSACTION_OPEN, PENDING_CHANGES -> TRANSACTION_OPEN;
            case NO_TRANSACTION -> NO_TRANSACTION;
            case UNKNOWN_SAVEPOINT -> UNKNOWN_SAVEPOINT;
        };
    }

    private static String state(StatementException.Reason reason) {
        return switch (reason) {
            case SYNTAX -> SYNTAX;
            case UNKNOWN_TABLE -> UNDEFINED_TABLE;
            case UNKNOWN_COLUMN -> UNDEFINED_COLUMN;
            case UNKNOWN_FUNCTION -> UNDEFINED_FUNCTION;
            case UNKNOWN_SCHEMA -> UNKNOWN_SCHEMA;
            case AMBIGUOUS_NAME -> AMBIGUOUS_NAME;
            case DUPLICATE_TABLE -> DUPLICATE_TABLE;
            case DUPLICATE_OBJECT -> DUPLICATE_OBJECT;
            case DUPLICATE_COLUMN -> DUPLICATE_COLUMN;
            case WRONG_OBJECT -> WRONG_OBJECT;
            case TYPE_MISMATCH -> TYPE_MISMATCH;
            case INVALID_QUERY -> INVALID_QUERY;
            case ROW_CHANGED_TWICE -> MORE_THAN_ONE_ROW;
            case INVALID_COLUMN_REFERENCE -> INVALID_COLUMN_REFERENCE;
            case INVALID_DEFINITION -> INVALID_DEFINITION;
            case GENERATED_ALWAYS -> GENERATED_ALWAYS;
            case NOT_NULL_VIOLATION -> NOT_NULL_VIOLATION;
            case WRONG_PARAMETERS -> WRONG_PARAMETERS;
            case INVALID_VERSION, INVALID_PARAMETER -> INVALID_PARAMETER_VALUE;
            case UNKNOWN_TYPE, UNKNOWN_INDEX, UNKNOWN_TAG, UNKNOWN_SETTING, UNKNOWN_SESSION -> UNDEFINED_OBJECT;
            case INVALID_DATETIME -> INVALID_DATETIME;
            case NUMERIC_OUT_OF_RANGE -> NUMERIC_OUT_OF_RANGE;
            case TOO_COMPLEX -> TOO_COMPLEX;
            case OUT_OF_MEMORY -> OUT_OF_MEMORY;
            case NOT_SUPPORTED -> FEATURE_NOT_SUPPORTED;
            case READ_ONLY -> READ_ONLY;
        };
    }

    private static String state(EvaluationException.Reason reason) {
        return switch (reason) {
            case NUMERIC_OUT_OF_RANGE -> NUMERIC_OUT_OF_RANGE;
            case DIVISION_BY_ZERO -> DIVISION_BY_ZERO;
            case INVALID_TEXT -> INVALID_TEXT;
            case INVALID_DATETIME -> INVALID_DATETIME;
            case INVALID_ARGUMENT -> INVALID_PARAMETER_VALUE;
            case INVALID_SUBSTRING -> INVALID_SUBSTRING;
            case INVALID_REGULAR_EXPRESSION -> INVALID_REGULAR_EXPRESSION;
            case INVALID_JSON -> INVALID_JSON;
            case STRING_TOO_LONG -> STRING_TOO_LONG;
            case NULL_NOT_ALLOWED -> NOT_NULL_VIOLATION;
            case MORE_THAN_ONE_ROW -> MORE_THAN_ONE_ROW;
        };
    }

    private static String state(StorageException.Reason reason) {
        return switch (reason) {
            case TABLE_NOT_FOUND -> UNDEFINED_TABLE;
            case TABLE_EXISTS -> DUPLICATE_TABLE;
            case VERSION_NOT_FOUND, INVALID_TARGET -> INVALID_PARAMETER_VALUE;
            case VERSION_REMOVED -> SNAPSHOT_TOO_OLD;
            case AMBIGUOUS_REFERENCE -> AMBIGUOUS_NAME;
            case INVALID_NAME -> INVALID_NAME;
            case CONFLICT -> CONFLICT;
            case OUTCOME_UNKNOWN -> OUTCOME_UNKNOWN;
            case UNDECIDED -> OBJECT_IN_USE;
            case READ_ONLY -> READ_ONLY;
            case PERMISSION_DENIED -> PERMISSION_DENIED;
            case DISK_FULL -> DISK_FULL;
            case OUT_OF_MEMORY -> OUT_OF_MEMORY;
            case UNSUPPORTED_TYPE, NEWER_FORMAT -> FEATURE_NOT_SUPPORTED;
            case INVALID_JSON -> INVALID_JSON;
            case DAMAGED, UNKNOWN_FORMAT, IO -> IO_ERROR;
        };
    }
}
