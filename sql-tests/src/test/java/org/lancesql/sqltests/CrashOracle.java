package org.lancesql.sqltests;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What readers of {@link CrashTables} may see when another program has done something to some of them: in all tables the
 * transaction, or in none.
 */
final class CrashOracle {
    private final CrashOperation operation;
    private final Set<String> changed;
    private boolean hasRun;

    /** @param changed tables to which the operation is done */
    CrashOracle(CrashOperation operation, Set<String> changed) {
        this.operation = operation;
        this.changed = Set.copyOf(changed);
    }

    /** Whether the transaction is there. */
    enum Side {
        OLD,
        NEW
    }

    private record Candidate(Map<Long, String> rows, Set<Side> sides) {}

    /** Does the operation, unless it was done. */
    void run(ForeignWriter writer) {
        if (!hasRun) {
            hasRun = true;
            changed.forEach(table -> operation.run(writer, table));
        }
    }

    /**
     * On which side of the transaction a reader was; both, when what it read does not tell.
     *
     * @param isSettled whether nothing is under way: then what the other program did has to be there
     */
    Set<Side> check(Map<String, Map<Long, String>> tables, boolean isSettled) {
        Set<Side> sides = EnumSet.allOf(Side.class);
        tables.forEach((table, rows) -> {
            Set<Side> sidesOfTable = sides(table, rows, isSettled);
            if (sidesOfTable.isEmpty()) {
                throw new AssertionError("Table " + table + " has rows that nobody has left there: " + rows);
            }
            sides.retainAll(sidesOfTable);
        });
        if (sides.isEmpty()) {
            throw new AssertionError("A part of the transaction is there: " + tables);
        }
        return sides;
    }

    private Set<Side> sides(String table, Map<Long, String> rows, boolean isSettled) {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        candidates(table, isSettled).stream()
                .filter(candidate -> candidate.rows().equals(rows))
                .forEach(candidate -> sides.addAll(candidate.sides()));
        return sides;
    }

    private List<Candidate> candidates(String table, boolean isSettled) {
        Map<Long, String> before = CrashTables.before();
        Map<Long, String> after = CrashTables.after(table, before);
        List<Candidate> candidates = new ArrayList<>();
        boolean isChanged = hasRun && changed.contains(table);
        if (!isChanged || !isSettled) {
            candidates.add(new Candidate(before, EnumSet.of(Side.OLD)));
            candidates.add(new Candidate(after, EnumSet.of(Side.NEW)));
        }
        if (isChanged && operation == CrashOperation.OVERWRITE) {
            candidates.add(new Candidate(operation.after(table, before), EnumSet.allOf(Side.class)));
        } else if (isChanged) {
            candidates.add(new Candidate(operation.after(table, before), EnumSet.of(Side.OLD)));
            candidates.add(new Candidate(operation.after(table, after), EnumSet.of(Side.NEW)));
            if (operation != CrashOperation.DELETE_OURS || !table.equals("b")) {
                Map<Long, String> late = CrashTables.after(table, operation.after(table, before));
                candidates.add(new Candidate(late, EnumSet.of(Side.NEW)));
            }
        }
        return candidates;
    }
}
