package org.lancesql.calcite.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.versioning.PastSnapshot;
import org.lancesql.versioning.ViewDefinition;

/**
 * What the meaning of a statement's names rests on, apart from the tables themselves. While it stays equal, every name
 * means the same.
 *
 * @param current the schema in which names without one are looked up
 * @param temporary names of the session's temporary tables, which hide others
 * @param inexact names that were found under another case, with what they were found as
 * @param describing names that were found to be those of relations that describe a table
 * @param snapshot what the session reads instead of the newest versions
 * @param isAny whether the statement has names of tables or views at all
 */
public record NameMeanings(
        SchemaName current,
        List<String> temporary,
        Map<String, ViewDefinition> views,
        Map<String, String> inexact,
        Set<RelationName> describing,
        Optional<PastSnapshot> snapshot,
        boolean isAny) {
    public NameMeanings {
        temporary = List.copyOf(temporary);
        views = Map.copyOf(views);
        inexact = Map.copyOf(inexact);
        describing = Set.copyOf(describing);
    }

    /**
     * Whether names still mean the same.
     *
     * @param schema in which names without one are looked up now
     * @param catalog what they mean now; not asked for a statement without names
     */
    public boolean stand(SchemaName schema, Supplier<StatementCatalog> catalog) {
        return current == schema && (!isAny || standIn(catalog.get()));
    }

    private boolean standIn(StatementCatalog catalog) {
        return inexact.entrySet().stream()
                        .allMatch(name -> catalog.storedName(name.getKey())
                                .filter(name.getValue()::equals)
                                .isPresent())
                && describing.stream()
                        .allMatch(name -> catalog.find(name.schema(), name.name())
                                .filter(name::equals)
                                .isPresent())
                && snapshot.equals(catalog.pins().session())
                && views.equals(catalog.views())
                && temporary.equals(catalog.temporaryNames());
    }
}
