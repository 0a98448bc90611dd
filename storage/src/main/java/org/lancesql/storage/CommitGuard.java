package org.lancesql.storage;

/** Says whether a commit may still happen. Asked before each attempt, when the HEAD that it would follow is known. */
@FunctionalInterface
public interface CommitGuard {
    CommitGuard OPEN = () -> true;

    boolean mayCommit();
}
