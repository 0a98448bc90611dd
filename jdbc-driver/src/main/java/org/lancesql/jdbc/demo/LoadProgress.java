package org.lancesql.jdbc.demo;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far the loading is: a bar on a terminal, else a line for each table. */
public final class LoadProgress implements TpchLoader.Progress {
    private static final int BAR_WIDTH = 78;

    private final PrintWriter out;
    private final boolean terminal;
    private @Nullable ProgressBar bar;
    private long startNanos;

    /** @param terminal whether {@code out} is a terminal, where the bar may move */
    public LoadProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void started(String table, long expectedRows) {
        startNanos = System.nanoTime();
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName(String.format(Locale.ROOT, "  %-9s", table))
                    .setInitialMax(expectedRows)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setMaxRenderedLength(BAR_WIDTH)
                    .setUpdateIntervalMillis(100)
                    .build();
        }
    }

    @Override
    public void advanced(long rows) {
        if (bar != null) {
            bar.stepBy(rows);
        }
    }

    @Override
    public void finished(String table, long rows) {
        if (bar != null) {
            bar.maxHint(rows);
            bar.stepTo(rows);
            bar.close();
            bar = null;
        } else {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            out.printf(Locale.ROOT, "  %-9s %,11d rows %6.1f s%n", table, rows, seconds);
            out.flush();
        }
    }
}
