package org.lancesql.execution.kernel;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;

/**
 * Turns instants into local times of a zone and back, as counts of units since 1970. A local time that a zone skips is
 * moved forward by the gap; of one that occurs twice the earlier is meant.
 *
 * @param fixedSeconds offset of a zone that has only one, which needs no look at the rules
 */
record ZoneShift(ZoneRules rules, boolean isFixed, long fixedSeconds, long unitsPerSecond) {
    static ZoneShift of(ZoneId zone, long unitsPerSecond) {
        ZoneRules rules = zone.getRules();
        boolean isFixed = rules.isFixedOffset();
        long seconds = isFixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
        return new ZoneShift(rules, isFixed, seconds, unitsPerSecond);
    }

    long toLocal(long instant) {
        return Math.addExact(instant, offsetSeconds(instant) * unitsPerSecond);
    }

    private long offsetSeconds(long instant) {
        return isFixed
                ? fixedSeconds
                : rules.getOffset(Instant.ofEpochSecond(Math.floorDiv(instant, unitsPerSecond)))
                        .getTotalSeconds();
    }

    long toInstant(long local) {
        long seconds = isFixed
                ? fixedSeconds
                : rules.getOffset(LocalDateTime.ofEpochSecond(Math.floorDiv(local, unitsPerSecond), 0, ZoneOffset.UTC))
                        .getTotalSeconds();
        return Math.subtractExact(local, seconds * unitsPerSecond);
    }
}
