package org.lancesql.calcite.versionpin;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlVersionedTable;
import org.lancesql.calcite.parser.SqlVersionedTable.Clause;
import org.lancesql.versioning.VersionSelector;

/**
 * Turns {@code t FOR VERSION AS OF n} and its kin into a reference to the table of that version under the alias {@code t}.
 *
 * <p>The reference is rewritten to a name that only the schema can read, so that the validator sees the columns of
 * that version, a table can appear at several versions, and a common table expression of the same name is not meant.
 */
public final class VersionPinner extends SqlShuttle {
    private static final int MAX_LONG_DIGITS = 18;

    private final PinValues values;
    private final Deque<SqlNode> parents = new ArrayDeque<>();
    private final Deque<List<SqlIdentifier>> scopes = new ArrayDeque<>();

    private VersionPinner(PinValues values) {
        this.values = values;
    }

    /**
     * The tree with every versioned reference pinned; the given tree stays as it is.
     *
     * @param values told of the expressions that are to be computed
     */
    public static SqlNode pin(SqlNode statement, PinValues values) {
        SqlNode pinned = statement.accept(new VersionPinner(values));
        if (pinned == null) {
            throw new IllegalStateException("pinning lost the statement");
        }
        return pinned;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        if (call instanceof SqlVersionedTable versioned) {
            return pin(versioned);
        }
        List<SqlIdentifier> unaliased = PinnedScope.of(call);
        parents.push(call);
        scopes.push(unaliased);
        try {
            return super.visit(call);
        } finally {
            scopes.pop();
            parents.pop();
        }
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier identifier) {
        if (identifier instanceof HiddenName) {
            return identifier;
        }
        for (String name : identifier.names) {
            if (name.indexOf(PinnedName.SEPARATOR) >= 0) {
                throw new StatementException(
                        Reason.SYNTAX, "Character U+0001 is not allowed in a name", Places.of(identifier), null);
            }
        }
        return scopes.stream()
                .flatMap(List::stream)
                .map(table -> PinnedScope.throughAlias(identifier, table))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(identifier);
    }

    private SqlNode pin(SqlVersionedTable versioned) {
        if (versioned.table() instanceof SqlCall alias && alias.getKind() == SqlKind.AS) {
            List<SqlNode> operands = new ArrayList<>(alias.getOperandList());
            operands.set(0, pin(versioned, operands.get(0)));
            return SqlStdOperatorTable.AS.createCall(alias.getParserPosition(), operands);
        }
        SqlIdentifier pinned = pin(versioned, versioned.table());
        SqlNode parent = parents.peek();
        if (parent != null && parent.getKind() == SqlKind.AS) {
            return pinned;
        }
        SqlParserPos position = versioned.table().getParserPosition();
        String name = ((SqlIdentifier) versioned.table()).names.get(pinned.names.size() - 1);
        return SqlStdOperatorTable.AS.createCall(position, pinned, new SqlIdentifier(name, position));
    }

    private SqlIdentifier pin(SqlVersionedTable versioned, SqlNode reference) {
        if (reference instanceof SqlVersionedTable) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    "A reference names one version; this one names two",
                    Places.of(versioned.value()),
                    null);
        }
        if (!(reference instanceof SqlIdentifier table)) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    versioned.clause().sql() + " follows the name of a table; name versions within the query instead",
                    Places.of(versioned),
                    null);
        }
        visit(table);
        int last = table.names.size() - 1;
        PinnedName name = new PinnedName(table.names.get(last), Optional.of(pinOf(versioned)));
        values.refer(name, versioned.value());
        return table.setName(last, name.encode());
    }

    private Pin pinOf(SqlVersionedTable versioned) {
        SqlNode value = versioned.value();
        value.accept(this);
        if (versioned.clause() == Clause.VERSION && !(value instanceof SqlDynamicParam)) {
            return new Pin.Known(constant(value));
        }
        Pin.Deferred pin = new Pin.Deferred(versioned.clause(), text(value));
        values.declare(pin, value);
        return pin;
    }

    private static VersionSelector constant(SqlNode value) {
        if (value instanceof SqlCharStringLiteral text) {
            String name = text.getValueAs(String.class);
            if (!name.isEmpty()) {
                return new VersionSelector.Name(name);
            }
        }
        if (value instanceof SqlNumericLiteral literal && literal.isInteger()) {
            BigDecimal number = literal.bigDecimalValue();
            if (number != null && number.signum() > 0 && number.precision() - number.scale() <= MAX_LONG_DIGITS) {
                return new VersionSelector.Number(number.longValueExact());
            }
        }
        throw new StatementException(
                Reason.INVALID_VERSION,
                Clause.VERSION.sql()
                        + " takes the number of a version, from 1, the name of a tag or branch in quotes, or a"
                        + " parameter; got " + value,
                Places.of(value),
                null);
    }

    /** An expression as text in which its parameters can be told apart. */
    private static String text(SqlNode expression) {
        SqlNode numbered = expression.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlDynamicParam parameter) {
                return new SqlDynamicParam(parameter.getIndex(), parameter.getParserPosition()) {
                    @Override
                    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
                        writer.print("?" + (getIndex() + 1));
                    }
                };
            }
        });
        return String.valueOf(numbered).replaceAll("\\s+", " ");
    }
}
