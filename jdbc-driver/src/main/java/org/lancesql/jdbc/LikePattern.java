package org.lancesql.jdbc;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.Meta;

/** Patterns of DatabaseMetaData: {@code %} for any text, {@code _} for any character, {@code \} to escape both. */
final class LikePattern {
    private LikePattern() {}

    /** The names that match; a null pattern matches all. */
    static Predicate<String> matching(Meta.Pat pattern) {
        if (pattern.s == null) {
            return name -> true;
        }
        StringBuilder regex = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < pattern.s.length(); i++) {
            char c = pattern.s.charAt(i);
            if (!escaped && c == '\\') {
                escaped = true;
            } else {
                regex.append(escaped ? quoted(c) : wildcard(c));
                escaped = false;
            }
        }
        if (escaped) {
            regex.append(quoted('\\'));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
                .asMatchPredicate();
    }

    private static String wildcard(char c) {
        return switch (c) {
            case '%' -> ".*";
            case '_' -> ".";
            default -> quoted(c);
        };
    }

    private static String quoted(char c) {
        return Character.isLetterOrDigit(c) || Character.isSurrogate(c) ? String.valueOf(c) : "\\" + c;
    }
}
