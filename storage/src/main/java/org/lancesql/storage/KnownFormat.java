package org.lancesql.storage;

import org.lance.Dataset;

/** Whether Lance knows how a table's files are laid out. */
final class KnownFormat {
    private KnownFormat() {}

    /**
     * Closes and refuses a dataset of an unknown format. Lance opens it all the same, and ends the process as soon as it
     * scans it; asked for the name of the format, it says that it does not know it.
     */
    static Dataset require(Dataset dataset) {
        try {
            dataset.getLanceFileFormatVersion();
            return dataset;
        } catch (RuntimeException e) {
            dataset.close();
            throw e;
        }
    }
}
