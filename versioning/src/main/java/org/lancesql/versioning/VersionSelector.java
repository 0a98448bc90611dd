package org.lancesql.versioning;

/** How a statement names a version of a table. */
public sealed interface VersionSelector {
    /** A version by its Lance number. */
    record Number(long version) implements VersionSelector {}
}
