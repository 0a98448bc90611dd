package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** How a statement names a version of a table. */
public sealed interface VersionSelector {
    /** A version by its Lance number, on the main branch. */
    @SuppressWarnings("JavaLangClash") // always written VersionSelector.Number
    record Number(long version) implements VersionSelector {}

    /** The version that a tag names, or the newest one of a branch; a name that is both is ambiguous. */
    record Name(String name) implements VersionSelector {
        public Name {
            requireNonNull(name, "name is null");
        }
    }

    /** The highest version that was committed at a moment or before it, on the main branch. */
    record AsOf(Instant moment) implements VersionSelector {
        public AsOf {
            requireNonNull(moment, "moment is null");
        }
    }
}
