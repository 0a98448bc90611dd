package org.lancesql.storage;

/** What became of a commit. The type says what may be done next. */
public sealed interface CommitOutcome {
    /**
     * The rows are in the table.
     *
     * @param version version that holds them
     */
    record Committed(long version) implements CommitOutcome {}

    /**
     * Nothing was published, because the table changed in a way that these files cannot follow. A new statement on the
     * new HEAD can succeed.
     *
     * @param message object and problem, for the user
     * @param head HEAD that stood in the way; 0 when the table is gone
     */
    record Conflict(String message, long head) implements CommitOutcome {
        /**
         * A conflict of a change that was made against some version.
         *
         * @param what what became of the table
         * @param effect what the change has done
         */
        static Conflict since(TableVersion read, String what, long head, String effect) {
            return new Conflict(
                    "Table " + read.table() + " " + what + " after version " + read.version() + " was read"
                            + (head > 0 ? ", and is at version " + head + " now" : "") + "; " + effect
                            + "; run the transaction again",
                    head);
        }
    }

    /**
     * Nothing was published, because the guard said so.
     *
     * @param head HEAD by then; 0 when the table is gone
     */
    record Withheld(long head) implements CommitOutcome {}

    /** Nobody knows whether the rows are in the table or durable; nothing may be cleaned up or tried again. */
    record Unknown(String message, Throwable cause) implements CommitOutcome {}
}
