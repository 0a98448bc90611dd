package org.lancesql.calcite;

/** Told how far a statement is that takes long. */
public interface Progress {
    /** Tells nobody. */
    Progress NONE = new Progress() {
        @Override
        public void started(String task, long bytes) {}

        @Override
        public void advanced(long bytes) {}

        @Override
        public void ended() {}
    };

    /**
     * A task begins.
     *
     * @param task a word or two
     * @param bytes that there are to do
     */
    void started(String task, long bytes);

    /** @param bytes done since the last call */
    void advanced(long bytes);

    /** The task is over, or was given up; called once for each that has started. */
    void ended();
}
