package org.lancesql.jdbc.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.EvaluationException;
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

    @Test
    void batchFailureKeepsCountsAndState() {
        SQLException translated = SqlStates.translate(new BatchFailure(
                new long[] {3, 4}, new StatementException(StatementException.Reason.UNKNOWN_TABLE, "No table t")));
        assertThat((Throwable) translated)
                .isInstanceOf(BatchUpdateException.class)
                .hasMessage("Entry 3 of the batch failed: No table t");
        assertThat(translated.getSQLState()).isEqualTo("42P01");
        assertThat(((BatchUpdateException) translated).getLargeUpdateCounts()).containsExactly(3, 4);
    }

    @Test
    void unknownExceptionIsABugOfOurs() {
        SQLException translated = SqlStates.translate(new IllegalStateException("oops"));
        assertThat(translated.getSQLState()).isEqualTo("XX000");
        assertThat((Throwable) translated).message().contains("report").contains("oops");
    }
}
