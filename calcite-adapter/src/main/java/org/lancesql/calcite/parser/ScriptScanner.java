package org.lancesql.calcite.parser;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;

/**
 * Cuts a script into statements at its semicolons, reading just enough of the text to know quotes and comments.
 *
 * <p>It also refuses what the parser's tokens would silently misread: {@code 0x10} as zero named x10, and characters
 * that no text has.
 */
final class ScriptScanner {
    private static final Pattern ESCAPE = Pattern.compile("\\s*UESCAPE\\s*'(.)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern OUTER_JOIN = Pattern.compile("(\\{\\s*oj)\\b", Pattern.CASE_INSENSITIVE);

    private final String text;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int pieceStart = -1;
    private int pieceLine;
    private int pieceColumn;

    private ScriptScanner(String text) {
        this.text = text;
    }

    /**
     * One statement's text, from its first token to the end of its last.
     *
     * @param line line of the first token in the script, from 1
     * @param column column of the first token in the script, from 1
     */
    record Piece(String text, int line, int column) {}

    static List<Piece> split(String script) {
        ScriptScanner scanner = new ScriptScanner(script);
        scanner.scan();
        return scanner.pieces;
    }

    /** Offset behind the first occurrence of a keyword outside of quotes, comments and parentheses. */
    static int endOfKeyword(String text, String keyword) {
        ScriptScanner scanner = new ScriptScanner(text);
        int depth = 0;
        while (scanner.at < text.length()) {
            int start = scanner.at;
            scanner.step();
            String token = text.substring(start, scanner.at);
            depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
            if (depth == 0 && token.equalsIgnoreCase(keyword)) {
                return scanner.at;
            }
        }
        throw new IllegalArgumentException("no " + keyword + " in: " + text);
    }

    /** The words and signs of a statement in upper case, with single blanks; texts and quoted names are left out. */
    static String words(String text) {
        ScriptScanner scanner = new ScriptScanner(text);
        StringBuilder words = new StringBuilder();
        while (scanner.at < text.length()) {
            int start = scanner.at;
            scanner.step();
            String token = text.substring(start, scanner.at).strip();
            boolean isText = token.isEmpty()
                    || token.startsWith("'")
                    || token.startsWith("\"")
                    || token.startsWith("--")
                    || token.startsWith("//")
                    || token.startsWith("/*");
            if (!isText) {
                words.append(words.isEmpty() ? "" : " ").append(token.toUpperCase(Locale.ROOT));
            }
        }
        return words.toString();
    }

    /** The text with blanks for the braces of JDBC's {@code {oj ...}}, which adds nothing to the join in it. */
    static String withoutOuterJoinEscapes(String text) {
        if (!text.contains("{")) {
            return text;
        }
        ScriptScanner scanner = new ScriptScanner(text);
        StringBuilder result = new StringBuilder(text);
        Deque<Boolean> isOuterJoin = new ArrayDeque<>();
        while (scanner.at < text.length()) {
            int start = scanner.at;
            scanner.step();
            if (text.charAt(start) == '{') {
                Matcher matcher = OUTER_JOIN.matcher(text).region(start, text.length());
                isOuterJoin.push(matcher.lookingAt());
                if (matcher.lookingAt()) {
                    result.replace(start, matcher.end(1), " ".repeat(matcher.end(1) - start));
                    scanner.at = matcher.end(1);
                }
            } else if (text.charAt(start) == '}' && !isOuterJoin.isEmpty() && isOuterJoin.pop()) {
                result.setCharAt(start, ' ');
            }
        }
        return result.toString();
    }

    /** Reads one token, blank or comment. */
    private void step() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
            skipLine();
        } else if (text.startsWith("/*", at)) {
            skipTo("*/", "comment", 2);
        } else {
            token(c);
        }
    }

    private void scan() {
        int end = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (text.startsWith("--", at) || text.startsWith("//", at)) {
                skipLine();
            } else if (text.startsWith("/*", at) && !text.startsWith("/*+", at)) {
                skipTo("*/", "comment", 2);
            } else if (c == ';') {
                finish(end);
                at++;
            } else {
                begin();
                token(c);
                end = at;
            }
        }
        finish(end);
    }

    private void begin() {
        if (pieceStart < 0) {
            pieceStart = at;
            pieceLine = line;
            pieceColumn = at - lineStart + 1;
        }
    }

    private void finish(int end) {
        if (pieceStart >= 0) {
            pieces.add(new Piece(text.substring(pieceStart, end), pieceLine, pieceColumn));
            pieceStart = -1;
        }
    }

    private void token(char c) {
        if (c == '\'') {
            refuseLongEscapes("'");
            skipTo("'", "string", 1);
        } else if (c == '"') {
            refuseLongEscapes("\"");
            skipTo("\"", "quoted identifier", 1);
        } else if (isDigit(c)) {
            number();
        } else if (Character.isJavaIdentifierStart(c) && !Character.isISOControl(c)) {
            while (at < text.length()
                    && Character.isJavaIdentifierPart(text.charAt(at))
                    && !Character.isIdentifierIgnorable(text.charAt(at))) {
                at++;
            }
        } else if (Character.isISOControl(c)) {
            throw error(at, "Character U+%04X is not allowed in SQL text".formatted((int) c));
        } else {
            at++;
        }
    }

    private void number() {
        int start = at;
        while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
            at++;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = exponent;
                while (at < text.length() && isDigit(text.charAt(at))) {
                    at++;
                }
            }
        }
        if (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            int end = at;
            while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
                end++;
            }
            throw error(
                    start,
                    "\"" + text.substring(start, end)
                            + "\" is neither a number nor a name; a name that starts with a digit is written in double quotes");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    /** Moves past the closing mark; a doubled quote closes one string and opens the next, which reads the same. */
    private void skipTo(String close, String what, int openLength) {
        int start = at;
        int closing = text.indexOf(close, at + openLength);
        if (closing < 0) {
            throw error(start, "The " + what + " that begins here is never closed with " + close);
        }
        for (int i = start; i < closing; i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                line++;
                lineStart = i + 1;
            } else if (c == '\u0000' || c == '\u0001') {
                throw error(i, "Character U+%04X is not allowed in SQL text".formatted((int) c));
            }
        }
        at = closing + close.length();
    }

    /** The parser would take the sign in {@code U&'\\+01F600'}, the standard's escape of six digits, for a digit. */
    private void refuseLongEscapes(String close) {
        int closing = text.indexOf(close, at + 1);
        if (at < 2 || closing < 0 || !text.regionMatches(true, at - 2, "U&", 0, 2)) {
            return;
        }
        Matcher declared = ESCAPE.matcher(text).region(closing + 1, text.length());
        String escape = declared.lookingAt() ? declared.group(1) : "\\";
        String content = text.substring(at + 1, closing).replace(escape + escape, "");
        if (content.contains(escape + "+")) {
            throw error(
                    at - 2,
                    "An escape of six digits, " + escape
                            + "+XXXXXX, is not supported; write the character itself, or its surrogate pair");
        }
    }

    private StatementException error(int offset, String message) {
        return new StatementException(Reason.SYNTAX, message, new Position(line, offset - lineStart + 1), null);
    }
}
