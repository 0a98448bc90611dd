package org.lancesql.storage;

import java.time.Instant;

/** How this process is told from others of its machine, and from those that will have its number later. */
final class OwnProcess {
    private OwnProcess() {}

    /** Number and start of the process, with a hyphen between them. */
    static String name() {
        ProcessHandle self = ProcessHandle.current();
        long started = self.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        return self.pid() + "-" + started;
    }
}
