package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.parser.LiftedText;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.PastSnapshot;
import org.lancesql.versioning.StoredTable;

/**
 * What statements have to have in common to share a plan, apart from what {@link Planned#fits} looks at.
 *
 * @param text the pieces of the text around the constants that are left out
 * @param line where the statement begins in its script, because errors tell places
 * @param column where the statement begins in its script
 * @param constants kinds of the constants that are left out
 */
record PlanKey(List<String> text, int line, int column, List<LiftedText.Kind> constants, SessionFacts session) {
    PlanKey {
        text = List.copyOf(text);
        constants = List.copyOf(constants);
        requireNonNull(session, "session is null");
    }

    /**
     * What a plan takes from its session.
     *
     * @param temporaryTables names that hide others
     * @param changedTables those of the database that have pending changes, which are read in another way
     * @param snapshot what it reads instead of the newest versions
     */
    record SessionFacts(
            String user,
            ZoneId timeZone,
            SchemaName schema,
            List<String> temporaryTables,
            Set<StoredTable> changedTables,
            Optional<PastSnapshot> snapshot) {
        SessionFacts {
            temporaryTables = List.copyOf(temporaryTables);
            changedTables = Set.copyOf(changedTables);
        }

        static SessionFacts of(SessionContext session, TableStore database) {
            SessionState state = session.state();
            Optional<Transaction> transaction = state.transactions().reading();
            return new SessionFacts(
                    state.user(),
                    session.timeZone(),
                    state.schema(),
                    state.temporary().find().map(TableStore::tables).orElse(List.of()),
                    transaction.map(open -> ofStore(open.changed(), database)).orElse(Set.of()),
                    state.snapshot());
        }

        private static Set<StoredTable> ofStore(Set<StoredTable> tables, TableStore store) {
            return tables.stream()
                    .filter(table -> table.store() == store)
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
    }

    /** The key of a statement with all its constants. */
    static PlanKey ofWhole(ParsedStatement statement, SessionFacts session) {
        return new PlanKey(List.of(statement.text()), statement.line(), statement.column(), List.of(), session);
    }

    /** The key of all statements that differ in some constants alone. */
    static PlanKey ofLifted(ParsedStatement statement, LiftedText lifted, SessionFacts session) {
        return new PlanKey(
                lifted.pieces(),
                statement.line(),
                statement.column(),
                lifted.constants().stream().map(LiftedText.Constant::kind).toList(),
                session);
    }
}
