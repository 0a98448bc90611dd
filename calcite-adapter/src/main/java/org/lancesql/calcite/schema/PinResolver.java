package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.PastSnapshot;
import org.lancesql.versioning.UnknownReferenceException;
import org.lancesql.versioning.VersionResolver;
import org.lancesql.versioning.VersionSelector;

/** Finds the versions that pinned references ask for. */
public final class PinResolver {
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
     * @throws org.lancesql.storage.StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND
     * @throws StatementException INVALID_VERSION for a name that is neither a tag nor a branch
     */
    public Optional<TableVersion> version(PinnedTable pinned) {
        if (pinned.pin() instanceof Pin.Known known) {
            return Optional.of(resolve(pinned, known.selector()));
        }
        return pinned.pin() instanceof Pin.Deferred deferred
                ? values.value(deferred).map(selector -> resolve(pinned, selector))
                : session.flatMap(snapshot -> snapshot.version(pinned.table().name()));
    }

    private static TableVersion resolve(PinnedTable pinned, VersionSelector selector) {
        try {
            return new VersionResolver(pinned.table().store())
                    .resolve(pinned.table().name(), selector);
        } catch (UnknownReferenceException e) {
            throw new StatementException(
                    Reason.INVALID_VERSION, e.getMessage() + NearNames.suggestion(e.name(), e.known()), null, e);
        }
    }
}
