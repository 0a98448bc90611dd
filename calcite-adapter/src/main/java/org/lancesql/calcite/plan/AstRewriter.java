package org.lancesql.calcite.plan;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.FineIntervals;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.VectorTypeNameSpec;
import org.lancesql.calcite.types.LanceTypeSystem;

/**
 * Gives aggregate functions the result type that users expect, which Calcite takes from their arguments: LISTAGG
 * is text of any length; see {@link Percentiles}. And CHAR(n) becomes VARCHAR(n): text is never padded.
 */
final class AstRewriter extends SqlShuttle {
    private static final String INSTANT = "TIMESTAMP WITH TIME ZONE";
    private static final Pattern NAMED_ZONE = Pattern.compile("[^ ]+ [^ ]+ \\p{L}.*");

    private final Map<String, String> sessionNames;
    private final OuterReferences outerReferences = new OuterReferences();

    private AstRewriter(Map<String, String> sessionNames) {
        this.sessionNames = sessionNames;
    }

    /** @param sessionNames what CURRENT_USER and its kin stand for */
    static SqlNode rewrite(SqlNode statement, Map<String, String> sessionNames) {
        return Objects.requireNonNull(statement.accept(new AstRewriter(sessionNames)));
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
        // The parser keeps the quotes of a name with its parts or, of a lone name, with its position.
        boolean quoted = identifier.isComponentQuoted(0)
                || identifier.getParserPosition().isQuoted();
        String value = identifier.isSimple() && !quoted
                ? sessionNames.get(identifier.getSimple().toUpperCase(Locale.ROOT))
                : null;
        return value == null ? identifier : SqlLiteral.createCharString(value, identifier.getParserPosition());
    }

    private @Nullable SqlNode sessionName(SqlCall call) {
        String value = call.operandCount() == 0
                ? sessionNames.get(call.getOperator().getName().toUpperCase(Locale.ROOT))
                : null;
        return value == null ? null : SqlLiteral.createCharString(value, call.getParserPosition());
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlOrderBy orderBy) {
            LiteralChecks.check(orderBy);
        }
        if (call.getKind() == SqlKind.TABLESAMPLE) {
            throw refused(call, "TABLESAMPLE is not supported yet; WHERE RAND() < 0.1 takes about a tenth of the rows");
        }
        SqlNode sessionName = sessionName(call);
        if (sessionName != null) {
            return sessionName;
        }
        if (call instanceof SqlSelect select) {
            outerReferences.enter(select);
        }
        SqlNode visited = super.visit(call);
        if (call instanceof SqlSelect && visited != null) {
            outerReferences.leave(visited);
        }
        SqlNode known = visited instanceof SqlCall copied ? FunctionRewriter.rewrite(copied) : visited;
        if (!(known instanceof SqlCall rewritten)) {
            return known == null || known == visited ? known : known.accept(this);
        }
        String name = rewritten.getOperator().getName().toUpperCase(Locale.ROOT);
        if ((name.equals("LISTAGG") || name.equals("STRING_AGG")) && rewritten.operandCount() > 0) {
            List<SqlNode> operands = new ArrayList<>(rewritten.getOperandList());
            operands.set(0, cast(operands.get(0), SqlTypeName.VARCHAR));
            return rewritten
                    .getOperator()
                    .createCall(rewritten.getFunctionQuantifier(), rewritten.getParserPosition(), operands);
        }
        if (UntypedNulls.isDue(rewritten)) {
            return UntypedNulls.typed(rewritten);
        }
        if (rewritten.getKind() == SqlKind.OVER
                && rewritten.operand(0) instanceof SqlCall filtered
                && filtered.getKind() == SqlKind.FILTER) {
            return FilteredWindows.rewrite(rewritten, filtered);
        }
        if (rewritten.getKind() == SqlKind.WITHIN_GROUP && Percentiles.isOne(rewritten.operand(0))) {
            return Percentiles.rewrite(rewritten);
        }
        return rewritten;
    }

    @Override
    public SqlNode visit(SqlDataTypeSpec type) {
        return checked(type);
    }

    /** A literal of another character set, for example {@code U&'...'}, is UTF-8 text like any other. */
    @Override
    public SqlNode visit(SqlLiteral literal) {
        LiteralChecks.check(literal);
        if (literal instanceof SqlUnknownLiteral unknown && unknown.tag.equals("UUID")) {
            // As a literal it would not stand above a text in VALUES.
            return cast(SqlLiteral.createCharString(unknown.getValue(), literal.getParserPosition()), SqlTypeName.UUID);
        }
        if (literal instanceof SqlUnknownLiteral unknown && unknown.tag.equals(INSTANT)) {
            return cast(
                    SqlLiteral.createCharString(withOffset(unknown), literal.getParserPosition()),
                    SqlTypeName.TIMESTAMP_TZ);
        }
        return literal instanceof SqlCharStringLiteral text
                ? SqlLiteral.createCharString(text.getValueAs(String.class), text.getParserPosition())
                : FineIntervals.spellOut(literal);
    }

    /**
     * A declared type, after checking its digits: VARCHAR(n) for CHAR(n), and every other type as it is.
     *
     * @throws StatementException when it has more digits than the type can have
     */
    static SqlDataTypeSpec checked(SqlDataTypeSpec type) {
        check(type.getTypeNameSpec());
        if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec spec)) {
            return type;
        }
        if (!spec.getTypeName().getSimple().equalsIgnoreCase(SqlTypeName.CHAR.getName())) {
            return type;
        }
        SqlParserPos position = type.getParserPosition();
        int length = Math.max(1, spec.getPrecision());
        SqlDataTypeSpec varchar =
                new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, length, position), position);
        return type.getNullable() == null ? varchar : varchar.withNullable(type.getNullable());
    }

    private static void check(SqlTypeNameSpec type) {
        if (type instanceof SqlBasicTypeNameSpec basic) {
            checkDigits(basic);
        } else if (type instanceof SqlCollectionTypeNameSpec collection) {
            check(collection.getElementTypeName());
        } else if (type instanceof VectorTypeNameSpec vector) {
            check(vector.elementType());
        } else if (type instanceof SqlRowTypeNameSpec row) {
            row.getFieldTypes().forEach(field -> check(field.getTypeNameSpec()));
        } else if (type instanceof SqlMapTypeNameSpec map) {
            check(map.getKeyType().getTypeNameSpec());
            check(map.getValType().getTypeNameSpec());
        }
    }

    private static void checkDigits(SqlBasicTypeNameSpec spec) {
        String name = spec.getTypeName().getSimple().toUpperCase(Locale.ROOT);
        if (name.equals("DECIMAL")) {
            requireRange(spec, spec.getPrecision(), 1, LanceTypeSystem.MAX_DECIMAL_PRECISION, "DECIMAL", "digits");
            int most = spec.getPrecision() < 0 ? LanceTypeSystem.MAX_DECIMAL_PRECISION : spec.getPrecision();
            requireRange(spec, spec.getScale(), 0, most, "this DECIMAL", "digits behind the point");
        } else if (name.startsWith("TIME")) {
            int most = LanceTypeSystem.MAX_FRACTIONAL_SECOND_DIGITS;
            requireRange(spec, spec.getPrecision(), 0, most, name.replace('_', ' '), "fractional digits of a second");
        }
    }

    private static void requireRange(
            SqlBasicTypeNameSpec spec, int value, int least, int most, String type, String what) {
        boolean unspecified = value == RelDataType.PRECISION_NOT_SPECIFIED || value == RelDataType.SCALE_NOT_SPECIFIED;
        if (!unspecified && (value < least || value > most)) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    type + " has " + least + " to " + most + " " + what + "; got " + value,
                    Places.of(spec.getParserPos()),
                    null);
        }
    }

    private static StatementException refused(SqlCall call, String message) {
        return new StatementException(Reason.NOT_SUPPORTED, message, Places.of(call), null);
    }

    /** The text of an instant: with the offset that a named zone has then, because no plan can hold a zone. */
    private static String withOffset(SqlUnknownLiteral literal) {
        String text = literal.getValue();
        if (!NAMED_ZONE.matcher(text).matches()) {
            return text;
        }
        String resolved =
                String.valueOf(literal.resolve(SqlTypeName.TIMESTAMP_TZ).getValue());
        int zone = resolved.lastIndexOf(' ');
        return LocalDateTime.parse(resolved.substring(0, zone).replace(' ', 'T'))
                .atZone(TimeZone.getTimeZone(resolved.substring(zone + 1)).toZoneId())
                .toOffsetDateTime()
                .toString()
                .replace('T', ' ');
    }

    private static SqlNode cast(SqlNode node, SqlTypeName type) {
        SqlParserPos position = node.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(
                position, node, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position), position));
    }
}
