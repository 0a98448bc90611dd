package org.lancesql.calcite.rowhistory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.pushdown.KeyValue;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.calcite.schema.SystemTable.Column;
import org.lancesql.calcite.versionpin.PinValues;
import org.lancesql.mutation.constraints.TableConstraints.Key;

/**
 * Turns calls of {@code history} into references to tables of this one statement, so that the validator sees the columns
 * of the table whose rows are asked for.
 */
public final class RowHistories extends SqlShuttle {
    private static final List<Column> OWN_COLUMNS =
            List.of(Column.number("_version"), Column.moment("_committed_at"), Column.text("_change"));

    private final StatementCatalog catalog;
    private final RowHistoryReader reader;

    private RowHistories(StatementCatalog catalog, RowHistoryReader reader) {
        this.catalog = catalog;
        this.reader = reader;
    }

    /** The tree with every call bound; the given tree stays as it is. */
    public static SqlNode bind(SqlNode statement, StatementCatalog catalog, RowHistoryReader reader) {
        SqlNode bound = statement.accept(new RowHistories(catalog, reader));
        if (bound == null) {
            throw new IllegalStateException("binding lost the statement");
        }
        return bound;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        Optional<RowHistoryCall> history = RowHistoryCall.of(call);
        if (history.isPresent()) {
            return SqlStdOperatorTable.AS.createCall(
                    call.getParserPosition(),
                    reference(history.get()),
                    new SqlIdentifier("history", call.getParserPosition()));
        }
        if (call.getKind() == SqlKind.AS && call.operand(0) instanceof SqlCall inner) {
            Optional<RowHistoryCall> aliased = RowHistoryCall.of(inner);
            if (aliased.isPresent()) {
                List<SqlNode> operands = new ArrayList<>(call.getOperandList());
                operands.set(0, reference(aliased.get()));
                return call.getOperator().createCall(call.getParserPosition(), operands);
            }
        }
        return super.visit(call);
    }

    private SqlIdentifier reference(RowHistoryCall call) {
        RelationName found = catalog.find(null, call.table())
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_TABLE,
                        "Table " + call.table() + " does not exist"
                                + NearNames.suggestion(call.table(), catalog.namesNear(call.table())),
                        Places.of(call.call()),
                        null));
        if (!found.isTable()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    found.name() + " is a view; only the rows of tables have a history",
                    Places.of(call.call()),
                    null);
        }
        LanceTable table = catalog.requireTable(found);
        Optional<Map<String, @Nullable Object>> key = bound(key(call, table), table);
        key.ifPresent(values -> values.forEach((name, value) -> requireComparable(name, value, call, table)));
        String hidden = catalog.define(
                table.name(),
                name -> new SystemTable(
                        name,
                        factory -> rowType(table, factory),
                        wanted -> reader.read(table, key.orElseThrow()),
                        wanted -> Optional.empty()));
        SqlParserPos place = call.call().getParserPosition();
        return new SqlIdentifier(List.of(SchemaName.MAIN.sql(), hidden), place);
    }

    private static RelDataType rowType(LanceTable table, RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        OWN_COLUMNS.forEach(column -> builder.add(column.name(), column.type(factory)));
        table.getRowType(factory)
                .getFieldList()
                .forEach(field ->
                        builder.add(field.getName(), factory.createTypeWithNullability(field.getType(), true)));
        return builder.build();
    }

    /** Values by the stored names of columns. */
    private static Map<String, @Nullable Object> key(RowHistoryCall call, LanceTable table) {
        Map<String, @Nullable Object> key = new LinkedHashMap<>();
        if (call.key().isEmpty()) {
            call.columns().forEach((name, value) -> key.put(column(name, call, table), value));
        } else {
            List<String> columns = primaryKey(call, table).columns();
            if (columns.size() != call.key().size()) {
                throw RowHistoryCall.refused(
                        "The primary key of table " + table.name() + " is " + String.join(", ", columns) + ": "
                                + columns.size() + (columns.size() == 1 ? " value" : " values, KEY => ROW(...)")
                                + ", not " + call.key().size(),
                        call.call());
            }
            for (int i = 0; i < columns.size(); i++) {
                key.put(columns.get(i), call.key().get(i));
            }
        }
        return key;
    }

    /** The key with the values of its parameters; empty while they are not bound: such a plan is not executed. */
    private Optional<Map<String, @Nullable Object>> bound(Map<String, @Nullable Object> key, LanceTable table) {
        PinValues values = catalog.pins().values();
        Map<String, @Nullable Object> bound = new LinkedHashMap<>();
        boolean isBound = true;
        for (Map.Entry<String, @Nullable Object> column : key.entrySet()) {
            Object value = column.getValue();
            if (value instanceof SqlDynamicParam parameter) {
                isBound &= values.declare(parameter, table.schema().findField(column.getKey()));
                value = isBound ? values.value(parameter) : null;
            }
            bound.put(column.getKey(), value);
        }
        return isBound ? Optional.of(bound) : Optional.empty();
    }

    private static Key primaryKey(RowHistoryCall call, LanceTable table) {
        return table.constraints()
                .primaryKey()
                .orElseThrow(() -> RowHistoryCall.refused(
                        "Table " + table.name()
                                + " has no primary key; name columns instead of KEY: history('" + table.name()
                                + "', column => value)",
                        call.call()));
    }

    private static String column(String name, RowHistoryCall call, LanceTable table) {
        List<String> names = table.columns().stream().map(Field::getName).toList();
        return names.stream()
                .filter(name::equals)
                .findFirst()
                .or(() -> names.stream().filter(name::equalsIgnoreCase).findFirst())
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_COLUMN,
                        "Table " + table.name() + " has no column " + name + NearNames.suggestion(name, names),
                        Places.of(call.call()),
                        null));
    }

    private static void requireComparable(String name, @Nullable Object value, RowHistoryCall call, LanceTable table) {
        Field field = table.schema().findField(name);
        if (KeyValue.equal(field, value).isEmpty()) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Column " + name + " of table " + table.name() + " cannot be equal to " + value,
                    Places.of(call.call()),
                    null);
        }
    }
}
