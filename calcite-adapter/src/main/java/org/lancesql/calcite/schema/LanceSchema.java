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
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.versioning.ViewDefinition;

/** One schema as one statement sees it: finds tables, versions of tables, and views by name, without case. */
public final class LanceSchema extends AbstractSchema {
    private final SchemaName schema;
    private final StatementCatalog catalog;
    private final Function<ViewDefinition, Table> viewExpander;

    /** @param viewExpander makes a table of a view's definition */
    public LanceSchema(SchemaName schema, StatementCatalog catalog, Function<ViewDefinition, Table> viewExpander) {
        this.schema = schema;
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
                return catalog.defined(name)
                        .map(table -> new Named<Table>(name, table))
                        .or(() -> find(PinnedName.decode(name)))
                        .orElse(null);
            }

            @Override
            public Set<String> getNames(LikePattern pattern) {
                TreeSet<String> names = new TreeSet<>();
                for (RelationName relation : catalog.relations()) {
                    if (relation.schema() == schema) {
                        names.add(relation.name());
                    }
                }
                return names;
            }
        };
    }

    private Optional<Named<Table>> find(PinnedName name) {
        return catalog.find(schema, name.table()).map(found -> {
            PinnedName stored = name.withTable(found.name());
            return new Named<>(stored.encode(), table(found, stored));
        });
    }

    private Table table(RelationName found, PinnedName name) {
        if (!found.isTable() && name.pin().isPresent()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    found.kind() == RelationName.Kind.SYSTEM_VIEW
                            ? found.name() + " is computed by the database, as of now; only tables have versions"
                            : name.table() + " is a view; only tables have versions. Name versions in the view's own"
                                    + " query");
        }
        return switch (found.kind()) {
            case TABLE, TEMPORARY_TABLE -> catalog.table(schema, name).orElseThrow();
            case VIEW ->
                viewExpander.apply(
                        java.util.Objects.requireNonNull(catalog.views().get(name.table()), "no view " + name));
            case SYSTEM_VIEW -> catalog.system(found);
        };
    }
}
