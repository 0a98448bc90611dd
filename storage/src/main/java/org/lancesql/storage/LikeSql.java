package org.lancesql.storage;

import static org.lancesql.storage.PredicateSql.and;
import static org.lancesql.storage.PredicateSql.name;
import static org.lancesql.storage.PredicateSql.or;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.Predicate.Like;
import org.lancesql.storage.Predicate.Literal;

/**
 * LIKE in the filter language of Lance.
 *
 * <p>Lance must never see the constant start of a pattern: its BITMAP fails on one, its BTREE finds nothing behind a
 * backslash. So {@code 'ab%c'} is sent as the range of the texts that begin with {@code ab}, which indexes serve, and the
 * pattern {@code '__%c'}.
 */
final class LikeSql {
    private static final int ONE = -1;
    private static final int ANY = -2;
    private static final int SHORTEST_NGRAM = 3;

    private LikeSql() {}

    /** What an index needs to know of a pattern. */
    enum Shape {
        /** Begins with constant text. */
        PREFIX,
        /** Letters and digits between two percent signs. */
        INNER,
        OTHER
    }

    static Shape shape(Like like) {
        Parts parts = parts(like);
        if (parts.plainInner() != null) {
            return Shape.INNER;
        }
        return parts.prefix.isEmpty() && !parts.rest.isEmpty() ? Shape.OTHER : Shape.PREFIX;
    }

    static String holds(Like like) {
        Parts parts = parts(like);
        String exact = parts.exactText();
        if (exact != null) {
            return name(like.column()) + " = " + literal(like, exact);
        }
        String inner = parts.plainInner();
        if (inner != null) {
            return "contains(" + name(like.column()) + ", " + literal(like, inner) + ")";
        }
        List<String> conditions = new ArrayList<>();
        if (!parts.prefix.isEmpty()) {
            conditions.add(name(like.column()) + " >= " + literal(like, parts.prefix));
            String end = after(parts.prefix);
            if (end != null) {
                conditions.add(name(like.column()) + " < " + literal(like, end));
            }
        }
        if (!parts.isPrefixAlone()) {
            conditions.add(name(like.column()) + " like " + literal(like, parts.withoutPrefix()));
        }
        return conditions.isEmpty() ? PredicateSql.isNotNull(like.column()) : and(conditions);
    }

    static String fails(Like like) {
        Parts parts = parts(like);
        String exact = parts.exactText();
        if (exact != null) {
            return name(like.column()) + " <> " + literal(like, exact);
        }
        List<String> conditions = new ArrayList<>();
        if (!parts.prefix.isEmpty()) {
            conditions.add(name(like.column()) + " < " + literal(like, parts.prefix));
            String end = after(parts.prefix);
            if (end != null) {
                conditions.add(name(like.column()) + " >= " + literal(like, end));
            }
        }
        if (!parts.isPrefixAlone()) {
            conditions.add(name(like.column()) + " not like " + literal(like, parts.withoutPrefix()));
        }
        return or(conditions);
    }

    private static String literal(Like like, String text) {
        return LiteralSql.render(new Literal(like.type(), text));
    }

    /** The first text behind all that begin with a prefix, in the order of code points; null when there is none. */
    private static @Nullable String after(String prefix) {
        int[] points = prefix.codePoints().toArray();
        for (int last = points.length - 1; last >= 0; last--) {
            if (points[last] < Character.MAX_CODE_POINT) {
                int next = points[last] + 1;
                points[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
                return new String(points, 0, last + 1);
            }
        }
        return null;
    }

    /**
     * A pattern taken apart.
     *
     * @param prefix constant text that it begins with
     * @param rest the code points behind it, {@link #ONE} and {@link #ANY} for the wildcards
     */
    private record Parts(String prefix, List<Integer> rest) {
        @Nullable String exactText() {
            return rest.isEmpty() ? prefix : null;
        }

        boolean isPrefixAlone() {
            return rest.stream().allMatch(point -> point == ANY);
        }

        /** The text of {@code '%text%'} if an index of n-grams serves it: it splits texts at all but these characters. */
        @Nullable String plainInner() {
            int last = rest.size() - 1;
            if (!prefix.isEmpty() || last <= SHORTEST_NGRAM || rest.get(0) != ANY || rest.get(last) != ANY) {
                return null;
            }
            StringBuilder text = new StringBuilder();
            for (int point : rest.subList(1, last)) {
                boolean letterOrDigit =
                        point >= '0' && point <= '9' || point >= 'a' && point <= 'z' || point >= 'A' && point <= 'Z';
                if (!letterOrDigit) {
                    return null;
                }
                text.append((char) point);
            }
            return text.toString();
        }

        /** The pattern with an underscore for each code point of the prefix; a backslash is Lance's only escape. */
        String withoutPrefix() {
            StringBuilder pattern = new StringBuilder("_".repeat(prefix.codePointCount(0, prefix.length())));
            for (int point : rest) {
                if (point == ONE) {
                    pattern.append('_');
                } else if (point == ANY) {
                    pattern.append('%');
                } else {
                    if (point == '%' || point == '_' || point == '\\') {
                        pattern.append('\\');
                    }
                    pattern.appendCodePoint(point);
                }
            }
            return pattern.toString();
        }
    }

    private static Parts parts(Like like) {
        int[] points = like.pattern().codePoints().toArray();
        int escape = like.escape().orElse(Integer.MIN_VALUE);
        List<Integer> tokens = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            if (points[i] == escape) {
                i++;
                if (i == points.length || points[i] != '%' && points[i] != '_' && points[i] != escape) {
                    throw new UnsupportedOperationException("an escape that escapes nothing");
                }
                tokens.add(points[i]);
            } else {
                tokens.add(points[i] == '%' ? ANY : points[i] == '_' ? ONE : points[i]);
            }
        }
        StringBuilder prefix = new StringBuilder();
        int constant = 0;
        while (constant < tokens.size() && tokens.get(constant) >= 0) {
            prefix.appendCodePoint(tokens.get(constant));
            constant++;
        }
        return new Parts(prefix.toString(), tokens.subList(constant, tokens.size()));
    }
}
