package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.ConfigStore.Entries;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The transaction log at one version of it. Immutable. */
public final class LogState {
    static final String RECORD = "t.";
    static final String OWNER = "b.";
    static final String OUTCOME = "o.";

    private final Entries entries;
    private final SortedMap<String, TransactionRecord> records = new TreeMap<>();
    private final Map<String, String> owners = new HashMap<>();
    private final SortedMap<String, DecidedTransaction> outcomes = new TreeMap<>();
    private final SortedMap<String, String> unreadable = new TreeMap<>();

    LogState(Entries entries) {
        this.entries = entries;
        entries.values().forEach(this::add);
    }

    private void add(String key, String value) {
        String name = key.substring(Math.min(key.length(), RECORD.length()));
        try {
            if (key.startsWith(RECORD)) {
                records.put(name, LogText.record(name, value));
            } else if (key.startsWith(OWNER)) {
                owners.put(name, value);
            } else if (key.startsWith(OUTCOME)) {
                outcomes.put(name, LogText.decided(name, value));
            }
        } catch (IllegalArgumentException e) {
            unreadable.put(name, key + ": " + e.getMessage());
        }
    }

    /** Version of the log; 0 when there is none. */
    public long version() {
        return entries.version();
    }

    /** The records of transactions that are being committed, in the order in which they began to. */
    public Collection<TransactionRecord> records() {
        return Collections.unmodifiableCollection(records.values());
    }

    /** The record of a transaction, while it is being committed. */
    public Optional<TransactionRecord> record(String id) {
        return Optional.ofNullable(records.get(id));
    }

    /** The transaction that is being committed to a table; there is one at a time. */
    public Optional<String> owner(String table) {
        return Optional.ofNullable(owners.get(table));
    }

    /** The outcome of a transaction, until it is only in the history. */
    public Optional<Outcome> outcome(String id) {
        return Optional.ofNullable(outcomes.get(id)).map(DecidedTransaction::outcome);
    }

    /** The transactions whose outcomes are here, in the order of their ids. */
    public Collection<DecidedTransaction> outcomes() {
        return Collections.unmodifiableCollection(outcomes.values());
    }

    /** What cannot be read of the log, by transaction: it was damaged, or a later program wrote it. */
    public SortedMap<String, String> unreadable() {
        return Collections.unmodifiableSortedMap(unreadable);
    }

    /**
     * Refuses a table whose record nobody here can read.
     *
     * @throws StorageException UNDECIDED
     */
    public void requireReadable(String table) {
        String owner = owners.get(table);
        if (owner != null && !records.containsKey(owner)) {
            throw undecided(table, owner, problem(owner));
        }
        for (TransactionRecord record : records.values()) {
            if (record.names(table) && unreadable.containsKey(record.id())) {
                throw undecided(table, record.id(), problem(record.id()));
            }
        }
    }

    private String problem(String id) {
        String problem = unreadable.get(id);
        return problem == null ? "its record is missing from the log" : "the log cannot be read at " + problem;
    }

    static StorageException undecided(String table, String transaction, String why) {
        return undecided(table, transaction, why, null);
    }

    static StorageException undecided(String table, String transaction, String why, @Nullable Throwable cause) {
        String message = "Table " + table + " is held by transaction " + transaction
                + ", which was interrupted while it was being committed to several tables, and " + why
                + "; what has to be done is in the documentation under storage format.";
        return cause == null
                ? new StorageException(Reason.UNDECIDED, message)
                : new StorageException(Reason.UNDECIDED, message, cause);
    }

    boolean isOf(Entries other) {
        return entries == requireNonNull(other, "other is null");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogState state && state.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(entries.version());
    }

    /** Version and entries. */
    @Override
    public String toString() {
        return entries.toString();
    }
}
