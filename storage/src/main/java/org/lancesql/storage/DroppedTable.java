package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A table in the trash, which can be taken back.
 *
 * @param name that it had
 * @param id a ULID; what was dropped later has a greater one
 */
public record DroppedTable(String name, String id) {
    public DroppedTable {
        requireNonNull(name, "name is null");
        Ulid.instant(id);
    }

    /** When it was dropped, by the clock of the program that dropped it. */
    public Instant droppedAt() {
        return Ulid.instant(id);
    }
}
