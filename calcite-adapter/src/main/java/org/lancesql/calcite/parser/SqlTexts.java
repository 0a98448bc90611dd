package org.lancesql.calcite.parser;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlShuttle;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.parser.ScriptScanner.Piece;
import org.lancesql.calcite.parser.generated.LanceSqlParserImpl;

/** Parses SQL text. */
public final class SqlTexts {
    private static final int MAX_IDENTIFIER_LENGTH = 1024;

    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(LanceSqlParserImpl.FACTORY)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(MAX_IDENTIFIER_LENGTH)
            .withConformance(LanceConformance.INSTANCE);

    private static final SqlAbstractParserImpl.Metadata WORDS =
            LanceSqlParserImpl.FACTORY.getParser(new StringReader("")).getMetadata();

    private SqlTexts() {}

    /** Whether a word is a name only in double quotes. */
    public static boolean isReserved(String word) {
        return WORDS.isReservedWord(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Parses a script of statements separated by semicolons.
     *
     * @throws org.lancesql.calcite.StatementException at the first error of syntax
     */
    public static List<ParsedStatement> parseScript(String script) {
        List<ParsedStatement> statements = new ArrayList<>();
        for (Piece piece : ScriptScanner.split(script)) {
            statements.add(new ParsedStatement(piece.text(), piece.line(), piece.column(), parse(piece)));
        }
        return statements;
    }

    /** A tree of the statement that belongs to the caller. */
    public static SqlNode parse(ParsedStatement statement) {
        return TreeCopy.of(statement.node())
                .orElseGet(() -> parse(new Piece(statement.text(), statement.line(), statement.column())));
    }

    /** The text behind the first keyword {@code AS} outside of parentheses: the query of a CREATE VIEW. */
    public static String textAfterAs(String statement) {
        return statement.substring(ScriptScanner.endOfKeyword(statement, "AS")).strip();
    }

    /** The words that the parser reserves and SQL-92 does not, separated by commas. */
    public static String reservedWords() {
        return LanceSqlParserImpl.FACTORY
                .getParser(new java.io.StringReader(""))
                .getMetadata()
                .getJdbcKeywords();
    }

    /** Parses a stored query, for example that of a view. */
    public static SqlNode parseQuery(String text) {
        return parse(new Piece(text, 1, 1));
    }

    /** A copy of a tree, which planning may change. */
    public static SqlNode copy(SqlNode tree) {
        return java.util.Objects.requireNonNull(tree.accept(new SqlShuttle() {
            @Override
            public @org.jspecify.annotations.Nullable SqlNode visit(SqlCall call) {
                CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
                call.getOperator().acceptCall(this, call, false, handler);
                return handler.result();
            }
        }));
    }

    /** Parses a stored expression, for example a column's default. */
    public static SqlNode parseExpression(String text) {
        try {
            return SqlParser.create(text, CONFIG).parseExpression();
        } catch (SqlParseException e) {
            throw SyntaxErrors.describe(e);
        }
    }

    /**
     * Parses the name of a type.
     *
     * @throws org.lancesql.calcite.StatementException when it cannot be one
     */
    public static SqlDataTypeSpec parseType(String text) {
        if (parseExpression("CAST(NULL AS " + text + ")") instanceof SqlCall cast
                && cast.getKind() == SqlKind.CAST
                && cast.operand(1) instanceof SqlDataTypeSpec type) {
            return type;
        }
        throw new StatementException(StatementException.Reason.SYNTAX, "'" + text + "' is no name of a type");
    }

    /** Blanks before the text make the parser count lines and columns as the user does. */
    private static SqlNode parse(Piece piece) {
        String padding = "\n".repeat(piece.line() - 1) + " ".repeat(piece.column() - 1);
        try {
            return SqlParser.create(padding + ScriptScanner.withoutOuterJoinEscapes(piece.text()), CONFIG)
                    .parseStmt();
        } catch (SqlParseException e) {
            throw SyntaxErrors.describe(e, piece);
        }
    }
}
