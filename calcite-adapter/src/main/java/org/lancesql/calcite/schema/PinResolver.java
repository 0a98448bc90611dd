package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.Pin;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.UnknownReferenceException;
import org.lancesql.versioning.VersionResolver;
import org.lancesql.versioning.VersionSelector;

/** Finds the versions that pinned references ask for. */
public final class PinResolver {
    private final PinValues values;

    public PinResolver(PinValues values) {
        this.values = requireNonNull(values, "values is null");
    }

    /** What the expressions in the pins mean. */
    public PinValues values() {
        return values;
    }

    /**
     * The version meant, which exists; empty while a parameter that says it is not bound.
     *
     * @throws org.lancesql.storage.StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND
     * @throws StatementException INVALID_VERSION for a name that is neither a tag nor a branch
     */
    public Optional<TableVersion> version(PinnedTable pinned) {
        return selector(pinned.pin()).map(selector -> resolve(pinned, selector));
    }

    private Optional<VersionSelector> selector(Pin pin) {
        return pin instanceof Pin.Deferred deferred
                ? values.value(deferred)
                : Optional.of(((Pin.Known) pin).selector());
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
