package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a line for each query as it is measured, and the totals; the form is a Markdown table. */
final class TpchReport {
    private static final String HEADER =
            "| query | %s ms | %s first ms | best ms | %s ms | %s ms | %s ms | best / floor | best / fed | answer |%n"
                    + "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|%n";
    private static final String LINE = "| %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.2f | %.2f | %s |%n";

    private final PrintWriter out;
    private double floorMillis;
    private double firstMillis;
    private double bestMillis;
    private double uncachedMillis;
    private double fedMillis;
    private double ownMillis;
    private int wrongAnswers;

    TpchReport(PrintWriter out, List<Contestant> contestants) {
        this.out = out;
        Object[] names = contestants.stream().map(Contestant::name).toArray();
        out.println();
        out.printf(Locale.ROOT, HEADER, names);
        out.flush();
    }

    void add(int query, Timing floor, Timing lanceSql, Timing uncached, Timing fed, Timing own) {
        floorMillis += floor.bestMillis();
        firstMillis += lanceSql.firstMillis();
        bestMillis += lanceSql.bestMillis();
        uncachedMillis += uncached.bestMillis();
        fedMillis += fed.bestMillis();
        ownMillis += own.bestMillis();
        @Nullable String difference = lanceSql.answer().differenceFrom(own.answer());
        if (difference == null) {
            difference = uncached.answer().differenceFrom(own.answer());
        }
        wrongAnswers += difference == null ? 0 : 1;
        line(
                Integer.toString(query),
                floor.bestMillis(),
                lanceSql.firstMillis(),
                lanceSql.bestMillis(),
                uncached.bestMillis(),
                fed.bestMillis(),
                own.bestMillis(),
                difference == null ? "same" : difference);
    }

    private void line(
            String query,
            double floor,
            double first,
            double best,
            double uncached,
            double fed,
            double own,
            String difference) {
        out.printf(
                Locale.ROOT, LINE, query, floor, first, best, uncached, fed, own, best / floor, best / fed, difference);
        out.flush();
    }

    /** Prints the totals; whether all answers were those of DuckDB. */
    boolean finish() {
        String answers = wrongAnswers == 0 ? "same" : wrongAnswers + " differ";
        line("total", floorMillis, firstMillis, bestMillis, uncachedMillis, fedMillis, ownMillis, answers);
        return wrongAnswers == 0;
    }
}
