package org.lancesql.calcite.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What tables tell of themselves in relations named after them: {@code "orders$versions"}. */
public enum TableRelation {
    VERSIONS,
    TAGS,
    BRANCHES,
    FILES,
    INDEXES,
    STATISTICS;

    private static final char SEPARATOR = '$';

    /** A name in two parts. */
    public record Name(String table, TableRelation relation) {}

    /** The parts of a name that could be one of such a relation; the relation is matched without case. */
    public static Optional<Name> parse(String name) {
        int separator = name.lastIndexOf(SEPARATOR);
        if (separator < 1) {
            return Optional.empty();
        }
        String relation = name.substring(separator + 1);
        return Arrays.stream(values())
                .filter(candidate -> candidate.suffix().equalsIgnoreCase(relation))
                .findFirst()
                .map(found -> new Name(name.substring(0, separator), found));
    }

    private String suffix() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of this relation of a table. */
    public String of(String table) {
        return table + SEPARATOR + suffix();
    }

    /** The names of all relations of the table that a misspelt name may mean; none for a name without a separator. */
    public static List<String> near(String name) {
        int separator = name.lastIndexOf(SEPARATOR);
        return separator < 1
                ? List.of()
                : Arrays.stream(values())
                        .map(relation -> relation.of(name.substring(0, separator)))
                        .toList();
    }
}
