package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints a line for each change as it is measured; the form is a Markdown table. */
final class MutationReport {
    private final PrintWriter out;
    private int missed;

    MutationReport(PrintWriter out, String first, String second) {
        this.out = out;
        out.printf(
                Locale.ROOT,
                "%n| change | %s ms | %s ms | %s rows/s | ratio | target | |%n|---|---:|---:|---:|---:|---:|---|%n",
                first,
                second,
                second);
        out.flush();
    }

    /**
     * Prints a line.
     *
     * @param rows that were changed in that time
     * @param target of the ratio of the second to the first
     */
    void add(String change, long rows, double firstMillis, double secondMillis, double target) {
        double ratio = secondMillis / firstMillis;
        boolean isMissed = ratio > target;
        missed += isMissed ? 1 : 0;
        out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.0f | %.2f | %.1f | %s |%n",
                change,
                firstMillis,
                secondMillis,
                rows * 1_000 / secondMillis,
                ratio,
                target,
                isMissed ? "missed" : "met");
        out.flush();
    }

    /** Number of targets that were missed. */
    int missed() {
        return missed;
    }
}
