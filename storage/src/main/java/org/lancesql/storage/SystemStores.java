package org.lancesql.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a database keeps beside its tables, under {@code _lancesql}. Nothing is there before its first use. Thread-safe. */
public final class SystemStores {
    private static final String CATALOG = "catalog";

    private final TableStore store;
    private final SystemDirectory system;
    private final DurableFiles durable;
    private final Map<String, ConfigStore> configStores = new ConcurrentHashMap<>();
    private final Map<String, Sequence> sequences = new ConcurrentHashMap<>();

    SystemStores(TableStore store, SystemDirectory system, DurableFiles durable) {
        this.store = store;
        this.system = system;
        this.durable = durable;
    }

    /**
     * A configuration store under {@code _lancesql/<name>.lance}.
     *
     * @param name lower-case letters
     */
    public ConfigStore configStore(String name) {
        requireLetters(name);
        return configStores.computeIfAbsent(name, key -> new LanceConfigStore(key, store, system.configStore(key)));
    }

    /**
     * Small files under {@code _lancesql/<folder>}.
     *
     * @param folder lower-case letters
     */
    public SystemFiles systemFiles(String folder) {
        requireLetters(folder);
        return new SystemFiles(store, system, durable, folder);
    }

    /**
     * Rows under {@code _lancesql/<name>.lance} that are only ever added.
     *
     * @param name lower-case letters
     */
    public RowLog rowLog(String name) {
        requireLetters(name);
        return new RowLog(name, store, system.configStore(name), store.writer(), durable);
    }

    /** What programs are doing with this database. */
    public LiveFiles liveFiles() {
        return new LiveFiles(store, system);
    }

    /**
     * A sequence of numbers, kept under {@code _lancesql/catalog.lance}; it begins with its first use.
     *
     * @param id of letters and digits
     */
    public Sequence sequence(String id) {
        return sequences.computeIfAbsent(id, key -> new Sequence(key, configStore(CATALOG)));
    }

    private static void requireLetters(String name) {
        if (!name.chars().allMatch(c -> c >= 'a' && c <= 'z') || name.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is not a name in lower-case letters");
        }
    }
}
