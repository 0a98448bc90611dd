package org.lancesql.jdbc;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Progress;

/** A bar on standard error that shows how far a long statement is. A connection runs one statement at a time. */
final class TerminalProgress implements Progress {
    private static final int WIDTH = 78;
    private static final long MEBIBYTE = 1L << 20;

    private @Nullable ProgressBar bar;

    @Override
    public void started(String task, long bytes) {
        bar = new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(bytes)
                .setUnit(" MiB", MEBIBYTE)
                .setStyle(ProgressBarStyle.ASCII)
                .setMaxRenderedLength(WIDTH)
                .setUpdateIntervalMillis(100)
                .build();
    }

    @Override
    public void advanced(long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public void ended() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
