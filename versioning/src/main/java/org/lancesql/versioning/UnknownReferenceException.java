package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** A name that is neither a tag nor a branch of the table. */
public final class UnknownReferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<String> known;

    UnknownReferenceException(String table, String name, List<String> tags, List<String> branches) {
        super("Table " + table + " has no tag or branch " + name + "; it has " + describe("tag", tags) + " and "
                + describe("branch", branches));
        this.name = name;
        this.known =
                java.util.stream.Stream.concat(tags.stream(), branches.stream()).toList();
    }

    private static String describe(String kind, List<String> names) {
        String several = kind.equals("branch") ? "branches " : kind + "s ";
        return switch (names.size()) {
            case 0 -> "no " + kind;
            case 1 -> kind + " " + names.get(0);
            default -> several + String.join(", ", names);
        };
    }

    /** Object, problem and what there is. */
    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The tags and branches that the table has. */
    public List<String> known() {
        return known;
    }
}
