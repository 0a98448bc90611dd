package org.lancesql.calcite;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.session.SessionTransactions;
import org.lancesql.storage.TemporaryStore;
import org.lancesql.versioning.PastSnapshot;

/** Settings, current schema, transactions and temporary tables of one session. Closing it drops what is pending. Thread-safe. */
public final class SessionState implements AutoCloseable {
    private final Map<Setting, String> initial = new EnumMap<>(Setting.class);
    private final Map<Setting, String> current = new EnumMap<>(Setting.class);
    private final TemporaryStore temporary;
    private final String user;
    private final SessionTransactions transactions;
    private final Set<String> warnings = new LinkedHashSet<>();
    private SchemaName schema = SchemaName.MAIN;
    private volatile ZoneId timeZone = ZoneOffset.UTC;
    private volatile SessionActivity activity = SessionActivity.NONE;
    private volatile Runnable whenClosed = () -> {};
    private @Nullable PastSnapshot snapshot;

    /**
     * A new session.
     *
     * @param given the settings that are not to have their defaults
     * @param user who commits
     * @param temporary taken over
     * @param transactions makes the transactions of this session
     * @throws IllegalArgumentException when a value does not fit its setting
     */
    public SessionState(
            Map<Setting, String> given,
            String user,
            TemporaryStore temporary,
            Function<SessionState, SessionTransactions> transactions) {
        this.temporary = requireNonNull(temporary, "temporary is null");
        this.user = requireNonNull(user, "user is null");
        for (Setting setting : Setting.values()) {
            String value = given.get(setting);
            initial.put(setting, value == null ? setting.defaultValue() : setting.canonical(value));
        }
        current.putAll(initial);
        this.transactions = transactions.apply(this);
    }

    public synchronized String get(Setting setting) {
        return requireNonNull(current.get(setting));
    }

    /** @throws IllegalArgumentException when the value does not fit the setting */
    public synchronized void set(Setting setting, String value) {
        current.put(setting, setting.canonical(value));
    }

    /** Gives a setting the value that the session began with. */
    public synchronized void reset(Setting setting) {
        current.put(setting, initial(setting));
    }

    /** The value that the session began with. */
    public String initial(Setting setting) {
        return requireNonNull(initial.get(setting));
    }

    public ZoneId timeZone() {
        String id = get(Setting.TIME_ZONE);
        ZoneId known = timeZone;
        if (!known.getId().equals(id)) {
            known = ZoneId.of(id);
            timeZone = known;
        }
        return known;
    }

    /** Time after which a statement is stopped that sets none of its own; 0 for never. */
    public int queryTimeoutMillis() {
        return Integer.parseInt(get(Setting.QUERY_TIMEOUT)) * 1000;
    }

    /** Most memory that a statement takes of a database that has so many bytes. */
    public long queryMemoryBytes(long available) {
        return MemoryBudget.parse(get(Setting.QUERY_MEMORY)).bytes(available);
    }

    public @Nullable String applicationName() {
        String name = get(Setting.APPLICATION_NAME);
        return name.isEmpty() ? null : name;
    }

    public String user() {
        return user;
    }

    /** Who commits, for the properties of a new version. */
    public CommitInfo commitInfo(List<String> statementKinds) {
        return new CommitInfo(user, applicationName(), statementKinds);
    }

    public SessionTransactions transactions() {
        return transactions;
    }

    /** Where names without a schema are looked up, after the temporary tables, and where tables are created. */
    public synchronized SchemaName schema() {
        return schema;
    }

    public synchronized void use(SchemaName newSchema) {
        schema = requireNonNull(newSchema, "newSchema is null");
    }

    /** The past that statements read instead of the newest versions. */
    public synchronized Optional<PastSnapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    /**
     * Reads the past, or the present again.
     *
     * @param asOf what the setting says of it, in its canonical form; empty for the present
     * @param read null for the present
     */
    public synchronized void read(String asOf, @Nullable PastSnapshot read) {
        current.put(Setting.AS_OF, asOf);
        snapshot = read;
    }

    public TemporaryStore temporary() {
        return temporary;
    }

    /** Keeps something that the user of the next result is to be told, once. */
    public synchronized void warn(String warning) {
        warnings.add(warning);
    }

    /** What there is to be told since this was asked last. */
    public synchronized List<String> takeWarnings() {
        List<String> taken = List.copyOf(warnings);
        warnings.clear();
        return taken;
    }

    /** What the session is doing now. */
    public SessionActivity activity() {
        return activity;
    }

    /** Tells where to ask what the session is doing. */
    public void watch(SessionActivity newActivity) {
        activity = requireNonNull(newActivity, "newActivity is null");
    }

    /** @param action run when the session is closed */
    public void whenClosed(Runnable action) {
        whenClosed = requireNonNull(action, "action is null");
    }

    @Override
    public void close() {
        whenClosed.run();
        try {
            transactions.close();
        } finally {
            temporary.close();
        }
    }
}
