package org.lancesql.mutation.session;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The mixed-mutation rule over a script that has not begun: goes through it as the statements will. */
final class ScriptRule {
    private final Map<String, MutationUnit> savepoints;
    private MutationUnit admitted;
    private boolean mixedAllowed;

    /**
     * @param admitted what the open transaction has admitted
     * @param savepoints the same at its savepoints, by their names in lower case
     */
    ScriptRule(MutationUnit admitted, Map<String, MutationUnit> savepoints, boolean mixedAllowed) {
        this.admitted = admitted;
        this.savepoints = new HashMap<>(savepoints);
        this.mixedAllowed = mixedAllowed;
    }

    static String key(String savepoint) {
        return savepoint.toLowerCase(Locale.ROOT);
    }

    /** @throws MixedMutationException when two statements of one unit would mix */
    void check(List<ScriptStep> steps) {
        for (ScriptStep step : steps) {
            if (step instanceof ScriptStep.Change change) {
                admitted = admitted.admit(List.of(change.mutation()), mixedAllowed);
            } else if (step instanceof ScriptStep.Boundary) {
                admitted = MutationUnit.EMPTY;
                savepoints.clear();
            } else if (step instanceof ScriptStep.Save save) {
                savepoints.put(key(save.savepoint()), admitted);
            } else if (step instanceof ScriptStep.Return back) {
                admitted = savepoints.getOrDefault(key(back.savepoint()), admitted);
            } else if (step instanceof ScriptStep.Rule rule) {
                mixedAllowed = rule.mixedAllowed();
            }
        }
    }
}
