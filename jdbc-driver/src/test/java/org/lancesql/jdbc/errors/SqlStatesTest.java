package org.lancesql.jdbc.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.calcite.BatchException;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.mutation.session.TransactionStateException;
import org.lancesql.storage.StorageException;

class SqlStatesTest {
    @ParameterizedTest
    @EnumSource(StatementException.Reason.class)
    void everyStatementReasonHasAState(StatementException.Reason reason) {
        assertState(SqlStates.translate(new StatementException(reason, "text")));
    }

    @ParameterizedTest
    @EnumSource(EvaluationException.Reason.class)
    void everyEvaluationReasonHasAState(EvaluationException.Reason reason) {
        assertState(SqlStates.translate(new EvaluationException(reason, "text")));
    }

    @ParameterizedTest
    @EnumSource(StorageException.Reason.class)
    void everyStorageReasonHasAState(StorageException.Reason reason) {
        assertState(SqlStates.translate(new StorageException(reason, "text")));
    }

    private static void assertState(SQLException translated) {
        assertThat(translated.getSQLState()).hasSize(5).isNotEqualTo(SqlStates.INTERNAL_ERROR);
        assertThat((Throwable) translated).hasMessage("text");
    }

    @Test
    void subclassFollowsTheClassOfTheState() {
        assertThat((Throwable) SqlStates.create("42601", "x")).isInstanceOf(SQLSyntaxErrorException.class);
        assertThat((Throwable) SqlStates.create("0A000", "x")).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat((Throwable) SqlStates.create("22012", "x")).isInstanceOf(SQLDataException.class);
        assertThat((Throwable) SqlStates.create("40001", "x")).isInstanceOf(SQLTransactionRollbackException.class);
        assertThat((Throwable) SqlStates.create("25001", "x")).isInstanceOf(SQLNonTransientException.class);
    }

    @Test
    void causeChainIsSearchedForSomethingKnown() {
        RuntimeException wrapped = new RuntimeException(
                "outer", new EvaluationException(EvaluationException.Reason.DIVISION_BY_ZERO, "Division by zero"));
        SQLException translated = SqlStates.translate(wrapped);
        assertThat(translated.getSQLState()).isEqualTo("22012");
        assertThat((Throwable) translated).hasMessage("Division by zero").hasCause(wrapped);
    }

    @Test
    void timeoutAndCancelAreToldApart() {
        CancelToken late = CancelToken.withTimeoutMillis(1);
        while (true) {
            try {
                late.check();
            } catch (CancelledException e) {
                assertThat((Throwable) SqlStates.translate(e)).isInstanceOf(SQLTimeoutException.class);
                break;
            }
        }
        CancelToken cancelled = CancelToken.withTimeoutMillis(100_000);
        cancelled.cancel();
        try {
            cancelled.check();
        } catch (CancelledException e) {
            SQLException translated = SqlStates.translate(e);
            assertThat((Throwable) translated).isNotInstanceOf(SQLTimeoutException.class);
            assertThat(translated.getSQLState()).isEqualTo("57014");
        }
    }

    @Test
    void arrowOutOfMemoryIsTheMemoryState() {
        assertThat(SqlStates.translate(new OutOfMemoryException("full")).getSQLState())
                .isEqualTo("53200");
    }

    private static BatchException thirdEntry(RuntimeException reason) {
        return new BatchException(new long[] {3, 4}, reason);
    }

    @Test
    void batchInATransactionKeepsTheCountsBeforeTheFailure() {
        SQLException translated = SqlStates.translate(BatchFailure.inTransaction(
                thirdEntry(new StatementException(StatementException.Reason.UNKNOWN_TABLE, "No table t"))));
        assertThat((Throwable) translated)
                .isInstanceOf(BatchUpdateException.class)
                .hasMessage("Entry 3 of the batch failed; the transaction keeps what the entries before it changed:"
                        + " No table t");
        assertThat(translated.getSQLState()).isEqualTo("42P01");
        assertThat(((BatchUpdateException) translated).getLargeUpdateCounts()).containsExactly(3, 4);
    }

    @Test
    void batchThatIsUndoneFailedAsAWhole() {
        RuntimeException reason = new ConstraintViolationException(ConstraintViolationException.Kind.UNIQUE, "twice");
        SQLException translated = SqlStates.translate(BatchFailure.undone(thirdEntry(reason), 4));
        assertThat((Throwable) translated)
                .hasMessage("Entry 3 of the batch failed, and nothing of the batch is kept: twice");
        assertThat(translated.getSQLState()).isEqualTo("23505");
        assertThat((Throwable) translated.getCause()).isInstanceOf(SQLIntegrityConstraintViolationException.class);
        assertThat(((BatchUpdateException) translated).getUpdateCounts())
                .hasSize(4)
                .containsOnly(Statement.EXECUTE_FAILED);
    }

    @ParameterizedTest
    @EnumSource(ConstraintViolationException.Kind.class)
    void everyConstraintHasAState(ConstraintViolationException.Kind kind) {
        SQLException translated = SqlStates.translate(new ConstraintViolationException(kind, "text"));
        assertState(translated);
        assertThat((Throwable) translated).isInstanceOf(SQLIntegrityConstraintViolationException.class);
    }

    @ParameterizedTest
    @EnumSource(TransactionStateException.Reason.class)
    void everyStateOfATransactionHasAState(TransactionStateException.Reason reason) {
        assertState(SqlStates.translate(new TransactionStateException(reason, "text")));
    }

    @Test
    void unknownExceptionIsABugOfOurs() {
        SQLException translated = SqlStates.translate(new IllegalStateException("oops"));
        assertThat(translated.getSQLState()).isEqualTo("XX000");
        assertThat((Throwable) translated).message().contains("report").contains("oops");
    }
}
