package org.lancesql.versioning;

/** How a statement names a version of a table. */
public sealed interface VersionSelector {
    /** A version by its Lance number. */
    @SuppressWarnings("JavaLangClash") // always written VersionSelector.Number
    record Number(long version) implements VersionSelector {}
}
