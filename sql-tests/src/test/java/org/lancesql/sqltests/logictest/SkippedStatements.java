package org.lancesql.sqltests.logictest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is left out of the test files: statements that no standard database accepts, and queries for what such statements
 * would have done, each with the reason.
 */
final class SkippedStatements {
    private record Skipped(String file, Pattern sql, String reason) {
        static Skipped of(String file, String sql, String reason) {
            return new Skipped(file, Pattern.compile(sql, Pattern.CASE_INSENSITIVE | Pattern.DOTALL), reason);
        }
    }

    private static final List<Skipped> SKIPPED = List.of(
            Skipped.of(
                    "evidence/",
                    "(CREATE|DROP) TRIGGER .*",
                    "SQLite's triggers have statements between BEGIN and END that the standard does not allow there"),
            Skipped.of("evidence/slt_lang_reindex", "REINDEX .*", "a statement of SQLite and PostgreSQL"),
            Skipped.of(
                    "evidence/slt_lang_replace",
                    "(REPLACE|INSERT OR REPLACE) INTO .*",
                    "a form of MERGE of SQLite and MySQL"),
            Skipped.of(
                    "evidence/slt_lang_replace", "SELECT x, y FROM t1 WHERE x=[234]", "asks for what REPLACE has done"),
            Skipped.of(
                    "evidence/slt_lang_update",
                    "UPDATE t1 SET x=3, x=4, x=5",
                    "the standard forbids to assign a column twice (14.14, syntax rule on object columns)"),
            Skipped.of(
                    "evidence/slt_lang_update",
                    "SELECT count\\(\\*\\) FROM t1 WHERE x=[45]",
                    "asks for what a column assigned three times has got"),
            Skipped.of(
                    "index/random/",
                    ".*[-+*/] *(\\( *)*((tab|cor)\\d\\.)?col[25]\\b.*",
                    "a sign before a text, or arithmetic with one: the standard has them for numbers and intervals only"),
            Skipped.of(
                    "random/expr/",
                    ".*\\b(COALESCE|CASE|NULLIF)\\b.*\\bAVG\\b.*/.*",
                    "divides a value whose type is also that of an AVG: SQLite goes by the value, the standard by all"
                            + " operands (9.5), and an AVG of integers need not be one"),
            Skipped.of(
                    "random/expr/",
                    ".*/ *([-+(] *)*0\\b(?!\\.).*",
                    "divides by zero: NULL in SQLite, 22012 in the standard (6.29)"),
            Skipped.of("evidence/in", ".* IN \\(\\).*", "the standard has no empty list"),
            Skipped.of(
                    "evidence/in",
                    "SELECT x'303132' (NOT )?IN \\(SELECT \\* FROM t1\\)",
                    "looks for bytes among integers, which the standard does not compare"));

    private SkippedStatements() {}

    /** Why a statement or query of a file is not run, empty if it is. */
    static Optional<String> reason(String file, String sql) {
        return SKIPPED.stream()
                .filter(skipped -> file.contains(skipped.file())
                        && skipped.sql().matcher(sql).matches())
                .map(Skipped::reason)
                .findFirst();
    }
}
