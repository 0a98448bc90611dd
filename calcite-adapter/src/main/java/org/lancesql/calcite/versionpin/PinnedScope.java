package org.lancesql.calcite.versionpin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.parser.SqlVersionedTable;

/** The references of a FROM clause that names can be qualified with as if they were no versions. */
final class PinnedScope {
    /** Database, schema and table. */
    private static final int LONGEST_NAME = 3;

    private PinnedScope() {}

    static List<SqlIdentifier> of(SqlNode call) {
        List<SqlIdentifier> found = new ArrayList<>();
        if (call instanceof SqlSelect select) {
            collect(select.getFrom(), found);
        } else if (call instanceof SqlOrderBy ordered && ordered.query instanceof SqlSelect select) {
            collect(select.getFrom(), found);
        }
        return found;
    }

    private static void collect(@Nullable SqlNode from, List<SqlIdentifier> found) {
        if (from instanceof SqlVersionedTable versioned && versioned.table() instanceof SqlIdentifier table) {
            found.add(table);
        } else if (from instanceof SqlCall call && from.getKind() == SqlKind.JOIN) {
            collect(call.operand(0), found);
            collect(call.operand(3), found);
        }
    }

    /** A column {@code schema.t.column} of a reference, as {@code t.column}. */
    static Optional<SqlIdentifier> throughAlias(SqlIdentifier column, SqlIdentifier table) {
        int most = Math.min(column.names.size() - 1, LONGEST_NAME);
        for (int length = 2; length <= most; length++) {
            if (isSame(column.names.subList(0, length), table.names)) {
                return Optional.of(column.getComponent(length - 1, column.names.size()));
            }
        }
        return Optional.empty();
    }

    /** Whether two names of tables are one, where both say something. */
    private static boolean isSame(List<String> qualified, List<String> table) {
        int common = Math.min(qualified.size(), table.size());
        for (int i = 1; i <= common; i++) {
            if (!qualified.get(qualified.size() - i).equalsIgnoreCase(table.get(table.size() - i))) {
                return false;
            }
        }
        return SchemaName.find(qualified.get(qualified.size() - 2)).isPresent();
    }
}
