package org.lancesql.calcite.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.ScriptScanner.Piece;

/** Errors of syntax, in words: where, what was found, what was expected. */
final class SyntaxErrors {
    private static final Pattern ENCOUNTERED =
            Pattern.compile("Encountered \"(.*?)\"(?: at line|\\.|\n|$)", Pattern.DOTALL);
    private static final Pattern INCORRECT_KEYWORD = Pattern.compile("Incorrect syntax near the keyword '([^']*)'");
    private static final Pattern LOCKING =
            Pattern.compile("^(?:SELECT|WITH|VALUES)\\b.*\\bFOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE)\\b");
    private static final int MOST_EXPECTED = 12;

    private SyntaxErrors() {}

    static StatementException describe(SqlParseException error) {
        SqlParserPos position = error.getPos();
        Position place = position == null || position.getLineNum() == 0 ? null : Places.of(position);
        return new StatementException(Reason.SYNTAX, message(error), place, error);
    }

    /** Errors of a statement, which may be SQL that is not supported. */
    static StatementException describe(SqlParseException error, Piece piece) {
        if (error.getCause() instanceof StatementException refused) {
            return refused;
        }
        String words = ScriptScanner.words(piece.text());
        if (LOCKING.matcher(words).find()) {
            return new StatementException(
                    Reason.NOT_SUPPORTED,
                    "SELECT ... FOR UPDATE and FOR SHARE are not supported: transactions take no locks. They read one snapshot,"
                            + " and COMMIT fails with 40001 when others changed the same rows meanwhile; leave the clause out"
                            + " and repeat the transaction then",
                    new Position(piece.line(), piece.column()),
                    error);
        }
        return LaterSyntax.find(words)
                .map(what -> new StatementException(
                        Reason.NOT_SUPPORTED,
                        what + " is not supported yet",
                        new Position(piece.line(), piece.column()),
                        error))
                .orElseGet(() -> describe(error));
    }

    private static String message(SqlParseException error) {
        String text = String.valueOf(error.getMessage());
        StringBuilder message = new StringBuilder();
        Matcher keyword = INCORRECT_KEYWORD.matcher(text);
        Matcher encountered = ENCOUNTERED.matcher(text);
        if (keyword.find()) {
            message.append("Syntax error at the keyword ")
                    .append(keyword.group(1))
                    .append("; as a name it is written in double quotes");
        } else if (encountered.find()) {
            String found = encountered.group(1);
            message.append(
                    found.startsWith("<EOF>")
                            ? "Syntax error: the statement ends too early"
                            : "Syntax error at \"" + firstToken(found) + "\"");
        } else {
            return text.contains("Non-query expression")
                    ? "Syntax error: a statement begins with SELECT, WITH, VALUES, INSERT, UPDATE, DELETE, MERGE, TRUNCATE,"
                            + " CREATE, DROP, UNDROP, BACKUP, ANALYZE, BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, EXPLAIN,"
                            + " SHOW, DESCRIBE, SET, RESET or USE"
                    : "Syntax error: " + text.lines().findFirst().orElse(text);
        }
        List<String> expected = expected(error);
        if (!expected.isEmpty()) {
            message.append("; expected ").append(String.join(", ", expected));
        }
        return message.toString();
    }

    private static String firstToken(String found) {
        int blank = found.indexOf(' ');
        return blank > 0 ? found.substring(0, blank) : found;
    }

    /** The tokens that could have followed, or nothing when they are too many to help. */
    private static List<String> expected(SqlParseException error) {
        Set<String> names = new TreeSet<>();
        boolean number = false;
        boolean text = false;
        for (int[] sequence :
                error.getExpectedTokenSequences() == null ? new int[0][] : error.getExpectedTokenSequences()) {
            if (sequence.length > 0) {
                String image = error.getTokenImages()[sequence[0]];
                if (image.startsWith("<UNSIGNED_INTEGER")) {
                    number = true;
                } else if (image.startsWith("<QUOTED_STRING")) {
                    text = true;
                } else if (image.startsWith("\"")) {
                    names.add(image.substring(1, image.length() - 1));
                } else if (image.startsWith("<QUOTED_IDENTIFIER") || image.startsWith("<IDENTIFIER")) {
                    names.add("a name");
                }
            }
        }
        if (number || text) {
            boolean isAlone = number != text && names.isEmpty();
            return List.of(!isAlone ? "an expression" : number ? "a whole number" : "a text in single quotes");
        }
        List<String> list = new ArrayList<>(names);
        if (list.size() > MOST_EXPECTED) {
            return names.contains("a name") && list.size() > 100 ? List.of("a name") : List.of();
        }
        return list;
    }
}
