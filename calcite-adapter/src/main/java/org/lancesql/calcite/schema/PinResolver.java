package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.PastSnapshot;
import org.lancesql.versioning.UnknownReferenceException;
import org.lancesql.versioning.VersionResolver;
import org.lancesql.versioning.VersionSelector;

/** Finds the versions that pinned references ask for. */
public final class PinResolver {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,17}");

    private final PinValues values;
    private final Optional<PastSnapshot> session;

    /** @param session the snapshot that the session reads */
    public PinResolver(PinValues values, Optional<PastSnapshot> session) {
        this.values = requireNonNull(values, "values is null");
        this.session = session;
    }

    /** The snapshot that the session reads; empty for the newest versions. */
    public Optional<PastSnapshot> session() {
        return session;
    }

    /** What the expressions in the pins mean. */
    public PinValues values() {
        return values;
    }

    /**
     * The version meant, which exists; empty while a parameter that says it is not bound, and where the session's snapshot
     * has no such table.
     *
     * @throws StorageException TABLE_NOT_FOUND
     * @throws StatementException INVALID_VERSION for one that is not there and a name that is neither a tag nor a branch;
     *     AMBIGUOUS_NAME for one that is both
     */
    public Optional<TableVersion> version(PinnedTable pinned) {
        if (pinned.pin() instanceof Pin.Known known) {
            return Optional.of(resolve(pinned, known.selector()));
        }
        return pinned.pin() instanceof Pin.Deferred deferred
                ? values.value(deferred).map(selector -> resolve(pinned, selector))
                : session.flatMap(snapshot -> snapshot.version(pinned.table().name()));
    }

    private TableVersion resolve(PinnedTable pinned, VersionSelector selector) {
        try {
            return new VersionResolver(pinned.table().store())
                    .resolve(pinned.table().name(), selector);
        } catch (UnknownReferenceException e) {
            throw refused(Reason.INVALID_VERSION, e.getMessage() + hint(e), pinned, e);
        } catch (StorageException e) {
            throw switch (e.reason()) {
                case VERSION_NOT_FOUND -> refused(Reason.INVALID_VERSION, String.valueOf(e.getMessage()), pinned, e);
                case AMBIGUOUS_REFERENCE -> refused(Reason.AMBIGUOUS_NAME, String.valueOf(e.getMessage()), pinned, e);
                default -> e;
            };
        }
    }

    private static String hint(UnknownReferenceException unknown) {
        return NUMBER.matcher(unknown.name()).matches()
                ? "; the number of a version is written without quotes: "
                        + new Pin.Known(new VersionSelector.Number(Long.parseLong(unknown.name())))
                                .sql()
                                .strip()
                : NearNames.suggestion(unknown.name(), unknown.known());
    }

    private RuntimeException refused(Reason reason, String message, PinnedTable pinned, RuntimeException cause) {
        PinnedName reference = new PinnedName(pinned.table().name(), Optional.of(pinned.pin()));
        return new StatementException(reason, message, values.place(reference), cause);
    }
}
