package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lancesql.sqltests.random.RandomTables.Table;
import org.lancesql.sqltests.random.Scope.Visible;

/** Random FROM clauses: tables, derived tables, named queries and joins of them. */
final class RandomFrom {
    private final Choices choices;
    private final RandomQueries queries;
    private List<Kind> named = List.of();

    RandomFrom(Choices choices, RandomQueries queries) {
        this.choices = choices;
        this.queries = queries;
    }

    /** A FROM clause and what can be seen of it. */
    record Source(String sql, Scope scope) {}

    /** From now on, a query of this name and with columns of these types can be referred to. */
    String name(List<Kind> kinds) {
        named = List.copyOf(kinds);
        return "w";
    }

    void forget() {
        named = List.of();
    }

    Source source(List<Visible> outer, int depth) {
        Source source = item(depth);
        int joins = depth == 0 ? 0 : choices.of(0, 0, 1, 1, 2);
        if (joins == 1 && choices.once(6)) {
            source = joinByName(source, item(depth - 1), depth);
            joins = 0;
        }
        for (int i = 0; i < joins; i++) {
            boolean isLast = i == joins - 1;
            source = choices.once(8) ? lateral(source, depth - 1, isLast) : join(source, item(depth - 1), depth);
        }
        return new Source(source.sql(), source.scope().within(outer));
    }

    private Source join(Source left, Source right, int depth) {
        Scope both = left.scope().and(right.scope());
        String kind = choices.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ", " CROSS JOIN ");
        if (kind.equals(" CROSS JOIN ")) {
            return new Source(left.sql() + kind + right.sql(), both);
        }
        String on = equality(left.scope(), right.scope());
        if (on.isEmpty() || choices.once(4)) {
            String more = queries.conditions().condition(both, depth > 1 && choices.once(3) ? 1 : 0);
            on = on.isEmpty() ? more : on + " AND " + more;
        }
        return new Source(left.sql() + kind + right.sql() + " ON " + on, both);
    }

    /**
     * A join that sees the columns of what is before it.
     *
     * @param isLast whether a comma will do: a join behind it would be one of the item behind the comma alone
     */
    private Source lateral(Source left, int depth, boolean isLast) {
        String alias = queries.alias();
        List<Kind> kinds = queries.kinds();
        String rows = queries.rows(kinds, left.scope().own(), depth);
        return new Source(
                left.sql() + (isLast && choices.once(2) ? ", LATERAL (" : " CROSS JOIN LATERAL (") + rows + ") AS "
                        + alias,
                left.scope().and(columns(alias, kinds)));
    }

    /** USING or NATURAL: the columns of the same name are one, which has no table. */
    private Source joinByName(Source left, Source right, int depth) {
        List<String> shared = left.scope().own().stream()
                .filter(column -> right.scope().own().stream()
                        .anyMatch(other -> other.name().equals(column.name()) && other.kind() == column.kind()))
                .map(Visible::name)
                .toList();
        boolean isDifferent = left.scope().own().stream()
                .anyMatch(column -> right.scope().own().stream()
                        .anyMatch(other -> other.name().equals(column.name()) && other.kind() != column.kind()));
        if (shared.isEmpty()) {
            return join(left, right, depth);
        }
        boolean isNatural = !isDifferent && choices.once(2);
        List<String> names = isNatural ? shared : List.of(choices.of(shared));
        String kind = choices.of("JOIN ", "LEFT JOIN ", "RIGHT JOIN ", "FULL JOIN ");
        String sql = left.sql()
                + (isNatural ? " NATURAL " : " ")
                + kind
                + right.sql()
                + (isNatural ? "" : " USING (" + String.join(", ", names) + ")");
        List<Visible> visible = new ArrayList<>();
        for (Visible column : left.scope().and(right.scope()).own()) {
            boolean isShared = names.contains(column.name());
            Visible named = isShared ? new Visible(column.name(), column.kind()) : column;
            if (!visible.contains(named)) {
                visible.add(named);
            }
        }
        if (choices.once(2)) {
            return new Source(sql, Scope.of(visible));
        }
        String alias = queries.alias();
        String items = RandomQueries.items(visible.stream().map(Visible::sql).toList());
        return new Source(
                "(SELECT " + items + " FROM " + sql + ") AS " + alias,
                columns(alias, visible.stream().map(Visible::kind).toList()));
    }

    /** Equality of two columns of one type, empty if there are none. */
    private String equality(Scope left, Scope right) {
        List<Kind> shared = left.own().stream()
                .map(Visible::kind)
                .filter(kind -> !right.own(kind).isEmpty())
                .toList();
        if (shared.isEmpty()) {
            return "";
        }
        Kind kind = choices.of(shared);
        return choices.of(left.own(kind))
                + choices.of(" = ", " = ", " = ", " IS NOT DISTINCT FROM ")
                + choices.of(right.own(kind));
    }

    private Source item(int depth) {
        String alias = queries.alias();
        if (!named.isEmpty() && choices.once(2)) {
            return new Source("w AS " + alias, columns(alias, named));
        }
        if (depth > 0 && choices.once(6)) {
            List<Kind> kinds = queries.kinds();
            return new Source("(" + queries.rows(kinds, List.of(), depth - 1) + ") AS " + alias, columns(alias, kinds));
        }
        if (choices.once(15)) {
            return values(alias);
        }
        Table table = choices.of(queries.tables());
        String version = queries.isOwn() && choices.once(10) ? " FOR VERSION AS OF 1" : "";
        return new Source(
                table.name() + version + " AS " + alias,
                Scope.of(table.columns().stream()
                        .map(column -> new Visible(alias + "." + column.name(), column.kind()))
                        .toList()));
    }

    private Source values(String alias) {
        List<Kind> kinds = queries.kinds();
        String rows = IntStream.rangeClosed(0, choices.below(3))
                .mapToObj(row ->
                        kinds.stream().map(queries.values()::literal).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return new Source(
                "(VALUES " + rows + ") AS " + alias + " (" + RandomQueries.names(kinds.size()) + ")",
                columns(alias, kinds));
    }

    private static Scope columns(String alias, List<Kind> kinds) {
        return Scope.of(IntStream.range(0, kinds.size())
                .mapToObj(i -> new Visible(alias + ".c" + i, kinds.get(i)))
                .toList());
    }
}
