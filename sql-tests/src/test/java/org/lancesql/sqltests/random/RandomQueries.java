package org.lancesql.sqltests.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lancesql.sqltests.random.RandomTables.Table;
import org.lancesql.sqltests.random.Scope.Visible;

/**
 * Random queries over given tables whose answer SQL defines: LIMIT only over a total order, windows that look at single
 * rows only over one too, no sums of numbers whose order counts. docs/testing.md lists what is left out because LanceSQL
 * and DuckDB decide it differently.
 */
public final class RandomQueries {
    private static final int MOST_COLUMNS = 4;

    private final Choices choices;
    private final List<Table> tables;
    private final RandomConditions conditions;
    private final RandomValues values;
    private final RandomFrom from;
    private final RandomGroups groups;
    private final boolean isOwn;
    private int aliases;

    /** Makes queries over the tables. */
    public RandomQueries(Choices choices, List<Table> tables) {
        this(choices, tables, false);
    }

    /**
     * Makes queries over the tables.
     *
     * @param isOwn with what DuckDB does not have, or decides differently
     */
    RandomQueries(Choices choices, List<Table> tables, boolean isOwn) {
        this.choices = choices;
        this.tables = List.copyOf(tables);
        this.isOwn = isOwn;
        this.conditions = new RandomConditions(choices, this);
        this.values = new RandomValues(choices, conditions, isOwn, this::scalar);
        this.from = new RandomFrom(choices, this);
        this.groups = new RandomGroups(choices, this);
    }

    boolean isOwn() {
        return isOwn;
    }

    RandomValues values() {
        return values;
    }

    RandomConditions conditions() {
        return conditions;
    }

    RandomFrom from() {
        return from;
    }

    List<Table> tables() {
        return tables;
    }

    String alias() {
        aliases++;
        return "r" + aliases;
    }

    /**
     * The next query with parameters in place of literals.
     *
     * @param parameters gets their types
     */
    RandomQuery next(List<Kind> parameters) {
        values.mayUseParameters(true);
        RandomQuery query = next();
        values.mayUseParameters(false);
        return new RandomQuery(RandomValues.parameters(query.text(), parameters), query.isOrdered(), query.kinds());
    }

    /** The next query. */
    public RandomQuery next() {
        aliases = 0;
        String with = "";
        if (choices.once(8)) {
            List<Kind> kinds = kinds();
            String rows = rows(kinds, List.of(), 1);
            with = "WITH " + from.name(kinds) + " (" + names(kinds.size()) + ") AS (" + rows + ") ";
        }
        List<Kind> kinds = kinds();
        String rows = with + rows(kinds, List.of(), 2);
        from.forget();
        return choices.once(3) && !rows.contains(" LIMIT ")
                ? ordered(rows, kinds)
                : new RandomQuery(rows, false, kinds);
    }

    /** A condition, and the query that it divides. */
    public Partitioned partitioned() {
        return partitioned(null);
    }

    /**
     * A condition in which parameters stand for literals, and the query that it divides.
     *
     * @param parameters gets their types; null for a condition without parameters
     */
    Partitioned partitioned(@Nullable List<Kind> parameters) {
        aliases = 0;
        RandomFrom.Source source = from.source(List.of(), 2);
        List<Kind> kinds = kinds();
        String items = items(kinds.stream()
                .map(kind -> values.value(kind, source.scope(), 1))
                .toList());
        String where = choices.once(2) ? conditions.condition(source.scope(), 1) : "TRUE";
        values.mayUseParameters(parameters != null);
        String divider = conditions.condition(source.scope(), 2);
        values.mayUseParameters(false);
        return new Partitioned(
                items,
                source.sql(),
                where,
                parameters == null ? divider : RandomValues.parameters(divider, parameters));
    }

    /** A query for rows of these types, in a scope of outer columns. */
    String rows(List<Kind> kinds, List<Visible> outer, int depth) {
        if (depth > 0 && choices.once(6)) {
            String operator =
                    choices.of(" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT ", " INTERSECT ALL ", " EXCEPT ALL ");
            String limit = choices.once(6) ? " ORDER BY " + totalOrder(kinds) + " LIMIT " + choices.below(5) : "";
            return "(" + rows(kinds, outer, depth - 1) + ")" + operator + "(" + rows(kinds, outer, depth - 1) + ")"
                    + limit;
        }
        if (depth > 0 && choices.once(12)) {
            String all = "SELECT * FROM (" + rows(kinds, outer, depth - 1) + ") AS " + alias();
            return all + " ORDER BY " + totalOrder(kinds) + " LIMIT " + choices.below(5);
        }
        return switch (choices.below(5)) {
            case 3 -> groups.grouped(kinds, outer, depth);
            case 4 -> windowed(kinds, outer, depth);
            default -> plain(kinds, outer, depth);
        };
    }

    /** A sub-query for one value: an aggregate of it, which is one of the sub-query because it has no outer columns. */
    String scalar(Kind kind, Scope scope) {
        RandomFrom.Source source = from.source(scope.all(), 0);
        String value = values.leaf(kind, source.scope().within(List.of()));
        String aggregate = kind == Kind.BOOLEAN ? "BOOL_AND(" + value + ")" : choices.of("MIN(", "MAX(") + value + ")";
        return "(SELECT " + aggregate + " FROM " + source.sql() + where(source.scope(), 1) + ")";
    }

    String where(Scope scope, int depth) {
        return choices.below(2) == 0 ? "" : " WHERE " + conditions.condition(scope, depth);
    }

    private String plain(List<Kind> kinds, List<Visible> outer, int depth) {
        RandomFrom.Source source = from.source(outer, depth);
        String items = items(kinds.stream()
                .map(kind -> values.value(kind, source.scope(), depth))
                .toList());
        return "SELECT " + (choices.once(5) ? "DISTINCT " : "") + items + " FROM " + source.sql()
                + where(source.scope(), depth);
    }

    private String windowed(List<Kind> kinds, List<Visible> outer, int depth) {
        RandomFrom.Source source = from.source(outer, depth);
        List<Visible> own = source.scope().own();
        List<String> items = new ArrayList<>();
        for (Kind kind : kinds) {
            boolean isNumber = kind == Kind.BIGINT;
            items.add(
                    isNumber && !choices.once(3)
                            ? numbered(source.scope())
                            : shifted(kind, source.scope()) + over(own));
        }
        return "SELECT " + items(items) + " FROM " + source.sql() + where(source.scope(), depth);
    }

    private String numbered(Scope scope) {
        return switch (choices.below(7)) {
            case 0 -> "COUNT(*)" + over(scope.own());
            case 5 ->
                choices.of("COUNT(", "SUM(") + values.leaf(Kind.INT, scope) + ")" + filter(scope) + framed(scope.own());
            case 6 -> "COUNT(*)" + filter(scope) + framed(scope.own());
            default -> choices.of("RANK()", "DENSE_RANK()", "ROW_NUMBER()", "NTILE(3)") + over(scope.own());
        };
    }

    private String filter(Scope scope) {
        return choices.once(3) ? " FILTER (WHERE " + conditions.condition(scope, 0) + ")" : "";
    }

    /** A window over a total order, with a frame of rows. */
    private String framed(List<Visible> own) {
        String over = over(own);
        String start = choices.of("UNBOUNDED PRECEDING", "1 PRECEDING", "2 PRECEDING", "CURRENT ROW");
        String end = choices.of("CURRENT ROW", "1 FOLLOWING", "UNBOUNDED FOLLOWING");
        return over.substring(0, over.length() - 1) + " ROWS BETWEEN " + start + " AND " + end + ")";
    }

    /** A window function of a column or a constant. */
    private String shifted(Kind kind, Scope scope) {
        String value = values.leaf(kind, scope);
        return kind == Kind.BOOLEAN
                ? "LAG(" + value + ")"
                : choices.of("MIN(", "MAX(", "FIRST_VALUE(", "LAST_VALUE(", "LEAD(", "LAG(") + value + ")";
    }

    /** A window over a total order of the rows, up to rows that are alike. */
    private String over(List<Visible> own) {
        String partition = choices.once(2) ? "PARTITION BY " + choices.of(own).sql() + " " : "";
        String order = own.stream()
                .map(column -> column.sql() + direction())
                .collect(Collectors.joining(", ", "ORDER BY ", ""));
        return " OVER (" + partition + order + ")";
    }

    private RandomQuery ordered(String rows, List<Kind> kinds) {
        String limit = choices.once(2)
                ? " LIMIT " + choices.below(12) + (choices.once(2) ? " OFFSET " + choices.below(5) : "")
                : "";
        return new RandomQuery(rows + " ORDER BY " + totalOrder(kinds) + limit, true, kinds);
    }

    private String totalOrder(List<Kind> kinds) {
        return IntStream.rangeClosed(1, kinds.size())
                .mapToObj(column -> column + direction())
                .collect(Collectors.joining(", "));
    }

    /** With a place for NULL, because databases differ in where it goes. */
    private String direction() {
        return choices.of("", " DESC") + choices.of(" NULLS FIRST", " NULLS LAST");
    }

    /** Types that the tables have. */
    List<Kind> kinds() {
        List<Kind> all = tables.stream()
                .flatMap(table -> table.columns().stream())
                .map(RandomTables.Column::kind)
                .toList();
        return IntStream.rangeClosed(0, choices.below(MOST_COLUMNS))
                .mapToObj(i -> choices.of(all))
                .toList();
    }

    static String items(List<String> expressions) {
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> expressions.get(i) + " AS c" + i)
                .collect(Collectors.joining(", "));
    }

    static String names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }
}
