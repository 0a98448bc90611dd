package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lancesql.storage.OpenManifest.LiveFragment;

/**
 * Where the rows of two versions can differ: all other fragments are the same in both.
 *
 * @param before ids of fragments of the earlier version that the later one does not have so
 * @param after ids of fragments of the later version that the earlier one does not have so
 */
public record FragmentChanges(List<Integer> before, List<Integer> after) {
    public FragmentChanges {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    static FragmentChanges between(Map<Integer, LiveFragment> before, Map<Integer, LiveFragment> after) {
        return new FragmentChanges(missing(before, after), missing(after, before));
    }

    private static List<Integer> missing(Map<Integer, LiveFragment> some, Map<Integer, LiveFragment> others) {
        List<Integer> missing = new ArrayList<>();
        some.forEach((id, fragment) -> {
            if (!fragment.equals(others.get(id))) {
                missing.add(id);
            }
        });
        return missing;
    }

    /** Whether no fragment differs. */
    public boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }
}
