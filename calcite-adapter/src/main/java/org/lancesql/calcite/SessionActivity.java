package org.lancesql.calcite;

import java.util.Optional;

/** What a session is doing now. Thread-safe. */
public interface SessionActivity {
    /** A session that does nothing. */
    SessionActivity NONE = new SessionActivity() {
        @Override
        public Optional<String> statement() {
            return Optional.empty();
        }

        @Override
        public void cancel() {}
    };

    /** Text of a statement that runs, or has rows that are not read yet. */
    Optional<String> statement();

    /** Stops what runs, and what has rows that are not read yet. */
    void cancel();
}
