package org.lancesql.calcite;

import java.util.List;

/**
 * Which columns of the rows that a statement changes are returned beside their number.
 *
 * @param names names of columns
 * @param places places of columns in their table, from 1; with neither names nor places, the identity columns are meant
 */
public record GeneratedKeys(List<String> names, List<Integer> places) {
    public GeneratedKeys {
        names = List.copyOf(names);
        places = List.copyOf(places);
    }

    /** The columns that give themselves values. */
    public static GeneratedKeys identities() {
        return new GeneratedKeys(List.of(), List.of());
    }

    public boolean isIdentities() {
        return names.isEmpty() && places.isEmpty();
    }
}
