package org.lancesql.versioning;

import java.util.Map;
import org.lancesql.storage.TableStore;

/** Views of a database, seen by the next statement of every process. */
public final class ViewCatalog {
    public ViewCatalog(TableStore store) {}

    /** All views by name, as of now. Cheap when none changed. */
    public Map<String, ViewDefinition> views() {
        throw new UnsupportedOperationException();
    }

    /** Stores a view. */
    public void create(ViewDefinition view, boolean replace) {
        throw new UnsupportedOperationException();
    }

    /** Removes a view. */
    public void drop(String name) {
        throw new UnsupportedOperationException();
    }
}
