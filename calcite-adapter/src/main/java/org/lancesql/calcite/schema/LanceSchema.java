package org.lancesql.calcite.schema;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.versioning.ViewDefinition;

/** The schema {@code main} of one statement: finds tables, versions of tables, and views by name, without case. */
public final class LanceSchema extends AbstractSchema {
    private final StatementCatalog catalog;
    private final Function<ViewDefinition, Table> viewExpander;

    /** @param viewExpander makes a table of a view's definition */
    public LanceSchema(StatementCatalog catalog, Function<ViewDefinition, Table> viewExpander) {
        this.catalog = catalog;
        this.viewExpander = viewExpander;
    }

    @Override
    public Lookup<Table> tables() {
        return new Lookup<>() {
            @Override
            public @Nullable Table get(String name) {
                Named<Table> named = getIgnoreCase(name);
                return named == null ? null : named.entity();
            }

            @Override
            public @Nullable Named<Table> getIgnoreCase(String name) {
                return find(PinnedName.decode(name)).orElse(null);
            }

            @Override
            public Set<String> getNames(LikePattern pattern) {
                return new TreeSet<>(catalog.relationNames());
            }
        };
    }

    private Optional<Named<Table>> find(PinnedName name) {
        return catalog.storedName(name.table()).map(stored -> {
            PinnedName storedName = new PinnedName(stored, name.version());
            Table table = catalog.table(storedName).map(Table.class::cast).orElseGet(() -> view(storedName));
            return new Named<>(storedName.encode(), table);
        });
    }

    private Table view(PinnedName name) {
        if (name.version().isPresent()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    name.table() + " is a view; only tables have versions. Name versions in the view's own query");
        }
        ViewDefinition view = catalog.views().get(name.table());
        if (view == null) {
            throw new IllegalStateException("no view " + name);
        }
        return viewExpander.apply(view);
    }
}
