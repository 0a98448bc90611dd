package org.lancesql.jdbc;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** How much memory a database may take when nobody says. */
final class MachineMemory {
    private static final long LEAST_BYTES = 256L << 20;

    private MachineMemory() {}

    /** Half of the memory of the machine or container, which leaves room for the Java heap and the file cache. */
    static long defaultLimitBytes() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        long total = system instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory() * 2;
        return Math.max(LEAST_BYTES, total / 2);
    }
}
