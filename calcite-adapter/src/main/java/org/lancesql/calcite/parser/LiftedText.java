package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ParsedStatement;

/**
 * The text of a statement without the constants that may differ from one execution to the next, and these. They stand
 * where a parameter would do as well: see {@link ConstantPlaces}.
 *
 * @param pieces the text before, between and behind the constants
 * @param constants in the order of the text
 */
public record LiftedText(List<String> pieces, List<Constant> constants) {
    private static final int MOST_CONSTANTS = 64;

    public LiftedText {
        pieces = List.copyOf(pieces);
        constants = List.copyOf(constants);
        if (constants.isEmpty() || pieces.size() != constants.size() + 1) {
            throw new IllegalArgumentException(
                    pieces.size() + " pieces do not surround " + constants.size() + " constants");
        }
    }

    /** What a constant is written as. */
    public enum Kind {
        EXACT_NUMBER,
        APPROXIMATE_NUMBER,
        TEXT
    }

    /** @param value a BigDecimal, or a String */
    public record Constant(Kind kind, Object value) {
        public Constant {
            requireNonNull(kind, "kind is null");
            requireNonNull(value, "value is null");
        }
    }

    /** A literal with its place in the text. */
    private record Located(int begin, int end, Constant constant) {}

    /** The text of a statement without its constants; empty if it has none that could be left out, or very many. */
    public static Optional<LiftedText> of(ParsedStatement statement) {
        String text = statement.text();
        if (text.indexOf('?') >= 0) {
            return Optional.empty();
        }
        List<ConstantPlaces.Place> places = ConstantPlaces.of(statement.node());
        if (places.isEmpty() || places.size() > MOST_CONSTANTS) {
            return Optional.empty();
        }
        List<String> pieces = new ArrayList<>();
        List<Constant> constants = new ArrayList<>();
        int end = 0;
        for (ConstantPlaces.Place place : places) {
            Located located = locate(place.node(), statement);
            if (located == null || located.begin < end) {
                return Optional.empty();
            }
            pieces.add(text.substring(end, located.begin));
            constants.add(located.constant);
            end = located.end;
        }
        pieces.add(text.substring(end));
        return Optional.of(new LiftedText(pieces, constants));
    }

    /**
     * Puts parameters in the places of the constants.
     *
     * @param tree of a statement with the same pieces; changed
     */
    public void lift(SqlNode tree) {
        List<ConstantPlaces.Place> places = ConstantPlaces.of(tree);
        if (places.size() != constants.size()) {
            throw new IllegalArgumentException("the tree is of another statement");
        }
        for (int i = 0; i < places.size(); i++) {
            ConstantPlaces.Place place = places.get(i);
            place.parent()
                    .setOperand(
                            place.operand(), new SqlDynamicParam(i, place.node().getParserPosition()));
        }
    }

    /** Null where the text is not simply that of the constant, as with escapes. */
    private static @Nullable Located locate(SqlNode node, ParsedStatement statement) {
        boolean negated = node.getKind() == SqlKind.MINUS_PREFIX;
        SqlLiteral literal = (SqlLiteral) (negated ? ((SqlCall) node).operand(0) : node);
        SqlParserPos position = literal.getParserPosition();
        int begin = offset(statement, position.getLineNum(), position.getColumnNum());
        int end = offset(statement, position.getEndLineNum(), position.getEndColumnNum()) + 1;
        String text = statement.text();
        if (begin < 0 || end > text.length() || begin >= end) {
            return null;
        }
        Constant constant = constant(literal, negated, text.substring(begin, end));
        return constant == null ? null : new Located(begin, end, constant);
    }

    private static @Nullable Constant constant(SqlLiteral literal, boolean negated, String written) {
        if (literal instanceof SqlCharStringLiteral) {
            String value = requireNonNull(literal.getValueAs(String.class));
            boolean isPlain = written.equals("'" + value.replace("'", "''") + "'");
            return isPlain ? new Constant(Kind.TEXT, value) : null;
        }
        SqlNumericLiteral number = (SqlNumericLiteral) literal;
        BigDecimal value = number.bigDecimalValue();
        boolean isPlain = value != null && written.chars().allMatch(c -> c < 128) && value.equals(parsed(written));
        if (!isPlain) {
            return null;
        }
        Kind kind = number.isExact() == Boolean.TRUE ? Kind.EXACT_NUMBER : Kind.APPROXIMATE_NUMBER;
        return new Constant(kind, negated ? value.negate() : value);
    }

    private static @Nullable BigDecimal parsed(String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Where a place of the script is in the text of the statement; -1 if it is not in it. */
    private static int offset(ParsedStatement statement, int line, int column) {
        int start = 0;
        for (int at = statement.line(); at < line; at++) {
            start = statement.text().indexOf('\n', start) + 1;
            if (start == 0) {
                return -1;
            }
        }
        int first = line == statement.line() ? statement.column() : 1;
        return column < first ? -1 : start + column - first;
    }
}
