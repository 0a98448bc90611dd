package org.lancesql.calcite.information;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.schema.SystemTable.Column;
import org.lancesql.storage.Ulid;
import org.lancesql.versioning.DecidedTransaction;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LogState;
import org.lancesql.versioning.TransactionRecord;

/** The tables that tell who works with the database: sessions, open transactions, and those that others have finished. */
final class ActivityTables {
    private final ActivitySource source;

    private ActivityTables(ActivitySource source) {
        this.source = source;
    }

    static List<SystemTable> of(ActivitySource source) {
        ActivityTables tables = new ActivityTables(source);
        return List.of(
                table("lancesql_sessions", sessionColumns(), tables::sessions),
                table("lancesql_transactions", transactionColumns(), tables::transactions),
                table("lancesql_recoveries", recoveryColumns(), tables::recoveries));
    }

    private static SystemTable table(String name, List<Column> columns, Supplier<List<List<@Nullable Object>>> rows) {
        return new SystemTable(name, columns, wanted -> rows.get().iterator(), wanted -> Optional.empty());
    }

    private static List<Column> sessionColumns() {
        return List.of(
                Column.number("session_number"),
                Column.flag("is_own"),
                Column.text("user_name"),
                Column.text("application"),
                Column.moment("since"),
                Column.text("current_statement"),
                Column.text("transaction_state"));
    }

    private List<List<@Nullable Object>> sessions() {
        return source.sessions().stream()
                .map(session -> row(
                        session.number(),
                        session.isOwn(),
                        session.user(),
                        session.application(),
                        session.since(),
                        session.statement(),
                        session.isInTransaction() ? "OPEN" : "NONE"))
                .toList();
    }

    private static List<Column> transactionColumns() {
        return List.of(
                Column.text("transaction_id"),
                Column.text("state"),
                Column.text("process"),
                Column.text("user_name"),
                Column.text("application"),
                Column.moment("since"),
                Column.number("age_seconds"),
                Column.text("tables"),
                Column.number("pending_rows"));
    }

    /** Open transactions, those that commit with what the log has of them, and records whose programs have ended. */
    private List<List<@Nullable Object>> transactions() {
        List<LiveTransaction> live = source.liveTransactions();
        LogState log = source.log();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        Set<String> owned = new HashSet<>();
        for (LiveTransaction transaction : live) {
            transaction.record().ifPresent(owned::add);
            rows.add(row(
                    transaction.record().orElse(transaction.id()),
                    transaction
                            .record()
                            .flatMap(log::record)
                            .map(record -> record.state().name())
                            .orElse("OPEN"),
                    transaction.process(),
                    transaction.user(),
                    transaction.application(),
                    transaction.begun(),
                    age(transaction.begun()),
                    tables(transaction),
                    transaction.tables().values().stream()
                            .mapToLong(table -> table.added() + table.removed())
                            .sum()));
        }
        for (TransactionRecord record : log.records()) {
            if (!owned.contains(record.id())) {
                rows.add(left(record));
            }
        }
        log.unreadable().keySet().stream()
                .filter(id -> log.record(id).isEmpty())
                .forEach(id -> rows.add(row(id, "UNREADABLE", null, null, null, null, null, null, null)));
        return rows;
    }

    /** What a program has left when it ended. */
    private static List<@Nullable Object> left(TransactionRecord record) {
        Instant since = Ulid.isValid(record.id()) ? record.begun() : null;
        return row(
                record.id(),
                record.state().name(),
                null,
                record.origin().user(),
                record.origin().application(),
                since,
                since == null ? null : age(since),
                new TreeMap<>(record.bases())
                        .entrySet().stream()
                                .map(base -> at(base.getKey(), base.getValue()))
                                .collect(listed()),
                null);
    }

    private static String tables(LiveTransaction transaction) {
        return new TreeMap<>(transaction.tables())
                .entrySet().stream()
                        .map(table -> at(table.getKey(), table.getValue().version()))
                        .collect(listed());
    }

    private static String at(String table, long version) {
        return table + "@" + version;
    }

    private static Collector<CharSequence, ?, String> listed() {
        return Collectors.joining(", ");
    }

    private static long age(Instant since) {
        return Math.max(0, Duration.between(since, Instant.now()).toSeconds());
    }

    private static List<Column> recoveryColumns() {
        return List.of(
                Column.text("transaction_id"),
                Column.text("outcome"),
                Column.moment("decided_at"),
                Column.text("recovered_by"),
                Column.text("user_name"),
                Column.text("application"),
                Column.text("statements"),
                Column.text("table_name"),
                Column.number("base_version"),
                Column.number("applied_version"),
                Column.number("undone_version"));
    }

    private List<List<@Nullable Object>> recoveries() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (DecidedTransaction decided : source.decided()) {
            if (decided.recoveredBy() != null) {
                decided.parts().forEach(part -> rows.add(recovery(decided, part)));
            }
        }
        return rows;
    }

    private static List<@Nullable Object> recovery(DecidedTransaction decided, Part part) {
        return row(
                decided.id(),
                decided.outcome().name(),
                decided.decidedAt(),
                decided.recoveredBy(),
                decided.user(),
                decided.application(),
                decided.statements(),
                part.table(),
                part.base(),
                orNull(part.applied()),
                orNull(part.undone()));
    }

    private static @Nullable Long orNull(OptionalLong version) {
        return version.isPresent() ? version.getAsLong() : null;
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
