package org.lancesql.sqltests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.lancesql.mutation.session.MutationKind;

/** What one session has pending, what it sees, and how its commits may end. */
final class ModelSession {
    static final String CONFLICT = "40001";
    static final String DUPLICATE = "23505";
    private static final String NULL_KEY = "23502";
    static final String MIXED = "0A000";

    private final ModelTable table;
    private final boolean mayMix;
    private boolean isOpen;
    private boolean isRepeatable;
    private Pin pin;
    private Pending pending = Pending.NONE;
    private final Deque<Savepoint> savepoints = new ArrayDeque<>();

    /** @param mayMix whether {@code mixedMutations} is {@code allow} */
    ModelSession(ModelTable table, boolean mayMix) {
        this.table = table;
        this.mayMix = mayMix;
    }

    /** The version that a transaction reads. */
    private record Pin(ModelState state, int columnChanges, int compactions) {
        static Pin of(ModelTable table) {
            return new Pin(table.state(), table.columnChanges(), table.compactions());
        }
    }

    private record Pending(Set<ModelRow> removed, List<ModelRow> added, Set<MutationKind> kinds, boolean hasUpserts) {
        static final Pending NONE = new Pending(Set.of(), List.of(), EnumSet.noneOf(MutationKind.class), false);

        boolean isEmpty() {
            return removed.isEmpty() && added.isEmpty();
        }

        Pending after(ModelStatement statement, ModelEffect effect) {
            Set<ModelRow> newRemoved = identitySet();
            newRemoved.addAll(removed);
            List<ModelRow> newAdded = new ArrayList<>(added);
            for (ModelRow row : effect.removed()) {
                if (!newAdded.remove(row)) {
                    newRemoved.add(row);
                }
            }
            newAdded.addAll(effect.added());
            return new Pending(newRemoved, newAdded, with(statement.kind()), hasUpserts || statement.isUpsert());
        }

        private Set<MutationKind> with(MutationKind kind) {
            Set<MutationKind> all = EnumSet.noneOf(MutationKind.class);
            all.addAll(kinds);
            all.add(kind);
            return all;
        }
    }

    private record Savepoint(String name, Pending pending) {}

    static <T> Set<T> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean mayMix() {
        return mayMix;
    }

    void begin(boolean newIsRepeatable) {
        isOpen = true;
        isRepeatable = newIsRepeatable;
        pin = null;
        pending = Pending.NONE;
        savepoints.clear();
    }

    /** What the next statement sees. */
    ModelState visible() {
        ModelState base = pin == null ? table.state() : pin.state();
        return base.after(new ModelEffect(List.copyOf(pending.removed()), pending.added(), 0, null));
    }

    boolean hasChanges() {
        return !pending.isEmpty();
    }

    /** The first statement of a transaction that reads repeatably pins the table. */
    void read() {
        if (isOpen && isRepeatable && pin == null) {
            pin = Pin.of(table);
        }
    }

    /**
     * Runs a statement.
     *
     * @return its effect, or an effect with an error
     */
    ModelEffect run(ModelStatement statement) {
        if (!mayMix && mixes(statement.kind())) {
            return ModelEffect.failing(MIXED);
        }
        read();
        ModelEffect effect = checked(visible(), statement.effect().apply(visible()));
        if (!isOpen) {
            if (effect.error() == null) {
                table.apply(effect);
            }
            return effect;
        }
        if (effect.error() != null) {
            keepBeginning(statement);
            return effect;
        }
        apply(statement, effect);
        return effect;
    }

    /** Of a batch that fails in a transaction, the members before the failing one stay. */
    private void keepBeginning(ModelStatement statement) {
        if (statement.batch().isEmpty()) {
            return;
        }
        for (ModelRow row : statement.effect().apply(visible()).added()) {
            ModelEffect member = checked(visible(), ModelEffect.adding(List.of(row)));
            if (member.error() != null) {
                return;
            }
            apply(statement, member);
        }
    }

    private void apply(ModelStatement statement, ModelEffect effect) {
        if (pin == null && !(effect.removed().isEmpty() && effect.added().isEmpty())) {
            pin = Pin.of(table);
        }
        pending = pending.after(statement, effect);
        unpin();
    }

    private ModelEffect checked(ModelState seen, ModelEffect effect) {
        if (effect.error() != null || !table.isKeyed()) {
            return effect;
        }
        if (table.key() == ModelTable.Key.PRIMARY && effect.added().stream().anyMatch(row -> row.id() == null)) {
            return ModelEffect.failing(NULL_KEY);
        }
        return ModelTable.hasDuplicates(seen, effect.removed(), effect.added())
                ? ModelEffect.failing(DUPLICATE)
                : effect;
    }

    private boolean mixes(MutationKind kind) {
        Set<MutationKind> all = pending.with(kind);
        return all.contains(MutationKind.MIXED)
                || (all.contains(MutationKind.ADD) && all.contains(MutationKind.REMOVE))
                || (all.contains(MutationKind.REPLACE) && all.size() > 1);
    }

    void savepoint(String name) {
        savepoints.push(new Savepoint(name, pending));
    }

    /** Names of the savepoints that can be gone back to. */
    List<String> savepoints() {
        return savepoints.stream().map(Savepoint::name).toList();
    }

    void rollbackTo(String name) {
        while (!savepoints.getFirst().name().equals(name)) {
            savepoints.pop();
        }
        pending = savepoints.getFirst().pending();
        unpin();
    }

    /** A transaction that reads the newest version with each statement stays with that which it has changed. */
    private void unpin() {
        boolean isUnchanged = pending.isEmpty()
                && savepoints.stream().allMatch(savepoint -> savepoint.pending().isEmpty());
        if (!isRepeatable && isUnchanged) {
            pin = null;
        }
    }

    void release(String name) {
        while (!savepoints.pop().name().equals(name)) {
            // Those after it go, too.
        }
        unpin();
    }

    void rollback() {
        isOpen = false;
        pin = null;
        pending = Pending.NONE;
        savepoints.clear();
    }

    /** Ends the transaction. {@link CommitFate#of} has said how it may end. */
    void commit(boolean hasSucceeded) {
        if (hasSucceeded) {
            table.apply(new ModelEffect(table.current(pending.removed()), pending.added(), 0, null));
        }
        rollback();
    }

    /** Whether the columns are others; one that came and went again is none. */
    private boolean hasOtherColumns() {
        return pin.state().hasExtra() != table.state().hasExtra();
    }

    /**
     * Whether a column went and came again. Lance may give it the number of the old one; then it is the same to rows that
     * have the same values in it.
     */
    private boolean hasColumnAgain() {
        return pin.columnChanges() != table.columnChanges() && table.state().hasExtra();
    }

    /** The SQLSTATEs with which a commit may fail now, and whether it may succeed. */
    record CommitFate(boolean maySucceed, Set<String> errors) {}

    CommitFate fate() {
        if (pending.isEmpty() || pin == null) {
            return new CommitFate(true, Set.of());
        }
        if (hasOtherColumns()) {
            return new CommitFate(false, Set.of(CONFLICT));
        }
        List<ModelRow> removed = table.current(pending.removed());
        boolean isLost = !table.hasAll(removed);
        boolean isDuplicate = table.wouldHaveDuplicates(removed, pending.added());
        boolean mayBeMoved = !table.hasStableRowIds()
                && pin.compactions() != table.compactions()
                && !pending.removed().isEmpty();
        if (isDuplicate) {
            boolean mayConflict = isLost || mayBeMoved || hasColumnAgain() || pending.hasUpserts();
            return new CommitFate(false, mayConflict ? Set.of(CONFLICT, DUPLICATE) : Set.of(DUPLICATE));
        }
        boolean mayConflict = isLost || mayBeMoved || hasColumnAgain();
        return new CommitFate(!isLost, mayConflict ? Set.of(CONFLICT) : Set.of());
    }
}
