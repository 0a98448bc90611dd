package org.lancesql.storage;

/** What an acknowledged commit survives. */
public enum Durability {
    /** Power loss: every file and directory of a commit is forced to disk before the commit is acknowledged. */
    FULL,
    /** A crash of the process only: the operating system writes when it likes. */
    OS
}
