package org.lancesql.calcite.change;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlChange;
import org.lancesql.calcite.plan.Placeholder;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.StoredTable;

/**
 * The table that a statement changes.
 *
 * @param identifier the table as it was written
 * @param name what its columns may be qualified with
 * @param store the store that it is in
 * @param table its stored name
 * @param schema its stored columns
 */
public record Target(SqlIdentifier identifier, String name, TableStore store, String table, Schema schema) {
    static final String ADDRESS = HiddenName.of(RowColumns.ADDRESS);
    static final String ID = HiddenName.of(RowColumns.ID);

    public Target {
        requireNonNull(identifier, "identifier is null");
        requireNonNull(schema, "schema is null");
    }

    /** @param table the one that the statement names */
    public static Target of(SqlChange change, StoredTable table, Schema schema) {
        return new Target(change.target(), change.targetName(), table.store(), table.name(), schema);
    }

    /** The columns that SQL can name. */
    List<Field> columns() {
        return schema.getFields().stream().filter(CanonicalTypes::isSupported).toList();
    }

    int width() {
        return columns().size();
    }

    List<TableConstraints.Key> keys() {
        return TableConstraints.of(schema.getCustomMetadata()).keys();
    }

    /** The table in FROM, with the address and the id of each row behind its columns. */
    SqlNode reference() {
        SqlParserPos position = identifier.getParserPosition();
        return Trees.as(HiddenName.target(identifier), new SqlIdentifier(name, position));
    }

    /** Value of a column before the statement, where the target is the first in FROM. */
    SqlNode oldValue(int column) {
        Field field = columns().get(column);
        return Placeholder.column(column, factory -> SqlTypes.fromStored(field, factory));
    }

    /** Whether there is a row of the target, where the target is the first in FROM. */
    SqlNode address() {
        return Trees.bigint(width());
    }

    /**
     * The place of a column among those that SQL can name.
     *
     * @throws StatementException when there is none of that name
     */
    int column(SqlIdentifier named) {
        String wanted = named.getSimple();
        List<String> names = columns().stream().map(Field::getName).toList();
        int exact = names.indexOf(wanted);
        if (exact >= 0) {
            return exact;
        }
        List<String> matches = names.stream().filter(wanted::equalsIgnoreCase).toList();
        if (matches.size() == 1) {
            return names.indexOf(matches.get(0));
        }
        boolean ambiguous = !matches.isEmpty();
        throw new StatementException(
                ambiguous ? Reason.AMBIGUOUS_NAME : Reason.UNKNOWN_COLUMN,
                ambiguous
                        ? "The name " + wanted + " is ambiguous: " + String.join(", ", matches)
                                + " differ by case only; write one of them exactly, in double quotes if needed"
                        : missing(wanted) + NearNames.suggestion(wanted, names),
                Trees.place(named),
                null);
    }

    private String missing(String column) {
        boolean unnamed = schema.getFields().stream()
                .anyMatch(field -> field.getName().equalsIgnoreCase(column) && !CanonicalTypes.isSupported(field));
        return "Column " + column + " of table " + table
                + (unnamed ? " is of a type that is not supported, so that it cannot be set" : " does not exist");
    }

    /** The places of columns that are set. */
    List<Integer> columns(Iterable<SqlNode> names) {
        List<Integer> columns = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (SqlNode name : names) {
            int column = column((SqlIdentifier) name);
            requireOnce(seen.add(column), (SqlIdentifier) name);
            columns.add(column);
        }
        return columns;
    }

    void requireOnce(boolean first, SqlIdentifier column) {
        if (!first) {
            throw new StatementException(
                    Reason.DUPLICATE_COLUMN,
                    "Column " + column.getSimple() + " of table " + table + " is assigned more than once",
                    Trees.place(column),
                    null);
        }
    }

    /** @throws StatementException when the table has columns that a new form of a row could not carry over */
    void requireRewritable(String statement) {
        for (Field field : schema.getFields()) {
            if (!CanonicalTypes.isSupported(field)) {
                String reason = field.getMetadata().get(CanonicalTypes.UNREADABLE_METADATA);
                throw new StatementException(
                        Reason.NOT_SUPPORTED,
                        statement + " is refused: column " + field.getName() + " of table " + table
                                + (reason == null
                                        ? " has the type " + field.getType() + ", which is not supported"
                                        : " cannot be read (" + reason + ")")
                                + ", so that its values could not be kept; rows can only be added and deleted",
                        place(),
                        null);
            }
        }
    }

    Position place() {
        return Trees.place(identifier);
    }
}
