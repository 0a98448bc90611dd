package org.lancesql.calcite.versionpin;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.parser.SqlVersionedTable;

/**
 * Turns {@code t FOR VERSION AS OF n} into a reference to the table of that version under the alias {@code t}.
 *
 * <p>The reference is rewritten to a name that only the schema can read, so that the validator sees the columns of
 * that version, a table can appear at several versions, and a common table expression of the same name is not meant.
 */
public final class VersionPinner extends SqlShuttle {
    private static final int MAX_LONG_DIGITS = 18;

    private final Deque<SqlNode> parents = new ArrayDeque<>();

    private VersionPinner() {}

    /** The tree with every versioned reference pinned; the given tree stays as it is. */
    public static SqlNode pin(SqlNode statement) {
        SqlNode pinned = statement.accept(new VersionPinner());
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
        if (call instanceof SqlSnapshot snapshot) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "FOR SYSTEM_TIME AS OF is not supported yet; name a version with FOR VERSION AS OF <number>",
                    Places.of(snapshot),
                    null);
        }
        parents.push(call);
        try {
            return super.visit(call);
        } finally {
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
        return identifier;
    }

    private SqlNode pin(SqlVersionedTable versioned) {
        if (!(versioned.table() instanceof SqlIdentifier table)) {
            throw new StatementException(
                    Reason.INVALID_QUERY, "FOR VERSION AS OF follows the name of a table", Places.of(versioned), null);
        }
        visit(table);
        int last = table.names.size() - 1;
        String name = table.names.get(last);
        SqlNode pinned =
                table.setName(last, new PinnedName(name, OptionalLong.of(version(versioned.version()))).encode());
        SqlNode parent = parents.peek();
        if (parent != null && parent.getKind() == SqlKind.AS) {
            return pinned;
        }
        SqlParserPos position = versioned.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(position, pinned, new SqlIdentifier(name, position));
    }

    private static long version(SqlNode node) {
        if (node instanceof SqlNumericLiteral literal && literal.isInteger()) {
            BigDecimal number = literal.bigDecimalValue();
            if (number != null && number.signum() > 0 && number.precision() - number.scale() <= MAX_LONG_DIGITS) {
                return number.longValueExact();
            }
        }
        throw new StatementException(
                Reason.INVALID_VERSION,
                "FOR VERSION AS OF takes the number of a version, from 1; got " + node,
                Places.of(node),
                null);
    }
}
