package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.calcite.rel.RelNode;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.execution.profile.OperatorProfile;

/**
 * Says what an operator did, behind its line in a plan.
 *
 * @param withTiming whether to say what differs from one execution to the next: times, memory and threads
 */
public record ProfileText(PlanProfile plan, boolean withTiming) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long KILOBYTE = 1 << 10;
    private static final String BYTES = "bytes";

    public ProfileText {
        requireNonNull(plan, "plan is null");
    }

    String of(RelNode node) {
        Optional<OperatorProfile> measured = plan.of(node);
        if (measured.isEmpty()) {
            return "";
        }
        OperatorProfile profile = measured.get();
        if (profile.openings() == 0) {
            return "  (never executed)";
        }
        StringJoiner text = new StringJoiner(", ", "  (actual ", ")");
        text.add("rows=" + profile.rows()).add("batches=" + profile.batches());
        if (profile.openings() > 1) {
            text.add("loops=" + profile.openings());
        }
        if (withTiming) {
            text.add("self=" + millis(selfNanos(node, profile)))
                    .add("total=" + millis(totalNanos(node)))
                    .add("memory=" + bytes(profile.peakBytes()));
            if (profile.threads() > 1) {
                text.add("threads=" + profile.threads());
            }
        }
        return text + facts(profile);
    }

    private static String facts(OperatorProfile profile) {
        StringJoiner text = new StringJoiner(", ", "  (", ")").setEmptyValue("");
        profile.counts().forEach((name, value) -> text.add(name + "=" + (name.equals(BYTES) ? bytes(value) : value)));
        profile.notes().forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    /** Time in the node alone: threads that came to read its inputs worked for it, except in the inputs. */
    private long selfNanos(RelNode node, OperatorProfile profile) {
        return Math.max(0, profile.nanos() + helpBelow(node));
    }

    /** Time of threads that helped to read the inputs, less the time in these. */
    private long helpBelow(RelNode node) {
        long nanos = 0;
        for (RelNode input : node.getInputs()) {
            nanos += plan.of(input)
                    .map(below -> below.helpNanos() - below.nanos())
                    .orElseGet(() -> helpBelow(input));
        }
        return nanos;
    }

    private long totalNanos(RelNode node) {
        long nanos = plan.of(node).map(profile -> selfNanos(node, profile)).orElse(0L);
        for (RelNode input : node.getInputs()) {
            nanos += totalNanos(input);
        }
        return nanos;
    }

    /** A time as people read it. */
    public static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / NANOS_PER_MILLI);
    }

    /** A size as people read it. */
    public static String bytes(long bytes) {
        if (bytes < KILOBYTE) {
            return bytes + " B";
        }
        return bytes < KILOBYTE * KILOBYTE
                ? Math.round((double) bytes / KILOBYTE) + " KB"
                : String.format(Locale.ROOT, "%.1f MB", (double) bytes / KILOBYTE / KILOBYTE);
    }
}
