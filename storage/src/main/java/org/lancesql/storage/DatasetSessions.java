package org.lancesql.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/**
 * The Lance sessions of one dataset. A session keeps the row ids of a fragment by its number alone, and whoever overwrites
 * or restores a dataset gives its numbers away again. So versions whose fragments contradict each other have different
 * sessions. Not thread-safe: its owner locks.
 */
final class DatasetSessions {
    /** Beyond that, which takes a dataset that is overwritten all the time, sessions begin anew. */
    private static final int MOST = 4;

    private final List<Numbering> numberings = new ArrayList<>(List.of(new Numbering(null)));

    /** Fragments that do not contradict each other, and the session of the versions that have them. */
    static final class Numbering {
        private final @Nullable SharedSession own;
        private final Map<Integer, String> files = new HashMap<>();
        private int highest = -1;

        /** @param own null for the session that all datasets share */
        private Numbering(@Nullable SharedSession own) {
            this.own = own;
        }

        SharedSession session(SharedSession shared) {
            return own == null ? shared : own;
        }

        /** Adds the fragments of a version that was opened with the session. */
        void add(List<FragmentMetadata> fragments) {
            for (FragmentMetadata fragment : fragments) {
                files.put(fragment.getId(), file(fragment));
                highest = Math.max(highest, fragment.getId());
            }
        }

        /** A number that is not known and not new may have been another fragment's, in a version that nobody looked at. */
        private boolean admits(List<FragmentMetadata> fragments) {
            return fragments.stream().allMatch(fragment -> {
                String known = files.get(fragment.getId());
                return known == null ? fragment.getId() > highest : known.equals(file(fragment));
            });
        }

        private static String file(FragmentMetadata fragment) {
            return fragment.getFiles().isEmpty()
                    ? ""
                    : fragment.getFiles().get(0).getPath();
        }
    }

    /** The numbering of a version that shares its session with no other. */
    static Numbering alone() {
        return new Numbering(null);
    }

    List<Numbering> all() {
        return List.copyOf(numberings);
    }

    /** The numbering of the version that was opened last. */
    Numbering last() {
        return numberings.get(numberings.size() - 1);
    }

    /** The numbering that a version with these fragments belongs to. */
    Numbering of(List<FragmentMetadata> fragments) {
        for (int i = numberings.size() - 1; i >= 0; i--) {
            if (numberings.get(i).admits(fragments)) {
                numberings.add(numberings.remove(i));
                last().add(fragments);
                return last();
            }
        }
        if (numberings.size() == MOST) {
            retire();
        }
        numberings.add(new Numbering(new SharedSession()));
        last().add(fragments);
        return last();
    }

    /** Forgets all sessions of its own. */
    void retire() {
        for (Numbering numbering : numberings) {
            if (numbering.own != null) {
                numbering.own.retire();
            }
        }
        numberings.clear();
    }
}
