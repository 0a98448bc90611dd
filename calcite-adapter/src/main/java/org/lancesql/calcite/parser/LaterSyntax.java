package org.lancesql.calcite.parser;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL that is well known and not supported: it deserves a better answer than "syntax error". */
final class LaterSyntax {
    private static final String OBJECTS =
            "(?:SCHEMA|DATABASE|CATALOG|SEQUENCE|FUNCTION|PROCEDURE|TRIGGER|TYPE|DOMAIN|ROLE|USER"
                    + "|BRANCH|EXTENSION|MACRO|(?:MATERIALIZED|TEMPORARY|TEMP) VIEW|(?:EXTERNAL|GLOBAL TEMPORARY) TABLE"
                    + "|INDEX)";
    private static final String ALTERATIONS = "(?:ADD|DROP|ALTER|RENAME|SET|RESET|MODIFY|CHANGE|OWNER|ENABLE|DISABLE"
            + "|VALIDATE|CLUSTER|ATTACH|DETACH|INHERIT|RESTART|INCREMENT)";
    private static final List<Pattern> STATEMENTS = List.of(
            pattern(
                    "((?:COMMIT|END|ROLLBACK|ABORT)\\b.*\\bAND CHAIN|(?:COMMIT|ROLLBACK|PREPARE) (?:PREPARED|TRANSACTION)|ABORT)"),
            pattern("(REPLACE INTO|UPSERT|INSERT OR REPLACE|INSERT OR IGNORE|INSERT IGNORE)"),
            pattern("(ALTER (?:TABLE|VIEW|INDEX|" + OBJECTS + "))\\b.*\\b" + ALTERATIONS),
            pattern("(RENAME|COMMENT ON)"),
            pattern("((?:CREATE|DROP) (?:OR REPLACE )?" + OBJECTS + ")"),
            pattern("(COPY|VACUUM|OPTIMIZE|CHECKPOINT|RESTORE|EXPORT|IMPORT)"),
            pattern("(GRANT|REVOKE|LOCK|CALL|PREPARE|EXECUTE|DEALLOCATE|DECLARE|FETCH|CLOSE|LISTEN|NOTIFY|KILL)"),
            pattern("(ATTACH|DETACH|PRAGMA|INSTALL|LOAD)"));
    private static final List<Pattern> CLAUSES = List.of(
            Pattern.compile("^TRUNCATE\\b.*\\b(CASCADE|RESTRICT|RESTART IDENTITY|CONTINUE IDENTITY)\\b"),
            Pattern.compile("^INSERT\\b.*\\b(ON DUPLICATE KEY)\\b"),
            Pattern.compile("^(?:SELECT|WITH|VALUES)\\b.*\\b(DISTINCT ON|TABLESAMPLE)\\b"));

    private LaterSyntax() {}

    private static Pattern pattern(String names) {
        return Pattern.compile("^" + names + "\\b");
    }

    /**
     * The statement or clause that is not supported, for a text that does not parse; empty when it is simply wrong.
     *
     * @param words the statement's words in upper case, without texts, comments and quoted names
     */
    static Optional<String> find(String words) {
        for (Pattern clause : CLAUSES) {
            Matcher matcher = clause.matcher(words);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        for (Pattern statement : STATEMENTS) {
            Matcher matcher = statement.matcher(words);
            if (matcher.find()) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }
}
