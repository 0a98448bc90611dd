package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a reader saw of a bank at one moment.
 *
 * @param checking balance of each account
 * @param savings balance of each account
 * @param journal transfers of the clerks
 */
record BankSnapshot(Map<Long, Long> checking, Map<Long, Long> savings, Map<Long, BankLedger.Transfer> journal) {
    private static final String CHECKING =
            "SELECT 'checking' AS place, id, balance, 0 AS target, 0 AS amount FROM checking";
    private static final String SAVINGS = "SELECT 'savings', id, balance, 0, 0 FROM savings";
    private static final String JOURNAL = "SELECT 'journal', transfer, source, target, amount FROM journal";

    /** Reads all with one statement. */
    static BankSnapshot byStatement(Connection connection) throws SQLException {
        return of(Rows.of(connection, CHECKING + " UNION ALL " + SAVINGS + " UNION ALL " + JOURNAL));
    }

    /** Reads the tables one after the other, in a transaction that is REPEATABLE READ. */
    static BankSnapshot byTransaction(Connection connection) throws SQLException {
        List<List<Object>> rows = Rows.of(connection, CHECKING);
        rows.addAll(Rows.of(connection, JOURNAL));
        rows.addAll(Rows.of(connection, SAVINGS));
        connection.commit();
        return of(rows);
    }

    private static BankSnapshot of(List<List<Object>> rows) {
        BankSnapshot snapshot = new BankSnapshot(new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (List<Object> row : rows) {
            long id = number(row.get(1));
            Object twice = switch (((String) row.get(0)).trim()) {
                case "checking" -> snapshot.checking.put(id, number(row.get(2)));
                case "savings" -> snapshot.savings.put(id, number(row.get(2)));
                default ->
                    snapshot.journal.put(
                            id, new BankLedger.Transfer(number(row.get(2)), number(row.get(3)), number(row.get(4))));
            };
            assertThat(twice).as("what else is there with the key of " + row).isNull();
        }
        return snapshot;
    }

    private static long number(Object value) {
        return ((BigDecimal) value).longValueExact();
    }

    /** The total is what it always was, and the journal explains each balance. */
    void check() {
        assertThat(total()).as("total").isEqualTo(2 * BankClerk.ACCOUNTS * BankClerk.FIRST_BALANCE);
        Map<Long, Long> debits = new HashMap<>();
        Map<Long, Long> credits = new HashMap<>();
        for (long account = 0; account < BankClerk.ACCOUNTS; account++) {
            debits.put(account, BankClerk.FIRST_BALANCE);
            credits.put(account, BankClerk.FIRST_BALANCE);
        }
        journal.values().forEach(transfer -> {
            debits.merge(transfer.source(), -transfer.amount(), Long::sum);
            credits.merge(transfer.target(), transfer.amount(), Long::sum);
        });
        assertThat(checking).as("checking accounts").containsAllEntriesOf(debits);
        assertThat(savings).as("savings accounts").containsAllEntriesOf(credits);
    }

    private long total() {
        return sum(checking) + sum(savings);
    }

    private static long sum(Map<Long, Long> balances) {
        return balances.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Nothing that was acknowledged before is missing. */
    void checkContains(Set<Long> acknowledged) {
        assertThat(journal.keySet()).as("acknowledged transfers").containsAll(acknowledged);
    }
}
