package org.lancesql.calcite.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.calcite.versionpin.PinnedName;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.TableIndex;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

/**
 * A table as one statement's plan sees it: its columns at the version it was planned on. It names the table and holds
 * nothing open.
 */
public final class LanceTable extends AbstractTable {
    private static final List<String> HIDDEN_NAMES = List.of(RowColumns.ADDRESS, RowColumns.ID);
    private static final List<Field> HIDDEN = HIDDEN_NAMES.stream()
            .map(name -> Field.notNullable(HiddenName.of(name), new ArrowType.Int(64, true)))
            .toList();

    private final StoredTable stored;
    private final TableVersion plannedOn;
    private final PinnedName reference;
    private final Schema schema;
    private final List<Field> columns;
    private final long rowCount;
    private final List<TableIndex> indexes;
    private final @Nullable PendingChanges pending;
    private final DefaultValues defaultValues;
    private volatile @Nullable TypedRow typedRow;

    /** The row type as one factory makes it; a statement has one factory and asks for the type several times. */
    private record TypedRow(RelDataTypeFactory factory, RelDataType type) {}

    LanceTable(
            StoredTable stored,
            TableVersion plannedOn,
            PinnedName reference,
            Schema schema,
            long rowCount,
            List<TableIndex> indexes,
            @Nullable PendingChanges pending) {
        this.stored = stored;
        this.plannedOn = plannedOn;
        this.reference = reference;
        this.schema = schema;
        List<Field> named =
                schema.getFields().stream().filter(CanonicalTypes::isSupported).toList();
        this.columns = reference.isTarget()
                ? Stream.concat(named.stream(), HIDDEN.stream()).toList()
                : named;
        this.rowCount = pending == null ? rowCount : rowCount + pending.added() - pending.removed();
        this.pending = pending;
        this.indexes = List.copyOf(indexes);
        this.defaultValues = new DefaultValues(this);
    }

    /** Name on disk. */
    public String name() {
        return plannedOn.table();
    }

    /** The table, of whatever version. */
    public StoredTable stored() {
        return stored;
    }

    /** The version the plan's columns and estimates come from. */
    public TableVersion plannedOn() {
        return plannedOn;
    }

    /** What the reference asks for; empty for the version of the statement's cut. */
    public Optional<PinnedTable> pinned() {
        return reference.pin().map(pin -> new PinnedTable(stored, pin));
    }

    /** Whether a statement reads it in order to change it. */
    public boolean isTarget() {
        return reference.isTarget();
    }

    /** All stored columns, those of unsupported types included. */
    public Schema schema() {
        return schema;
    }

    /**
     * The stored columns that SQL can name, in the order of the row type. A target has its address and its id behind them,
     * under names that nobody can type.
     */
    public List<Field> columns() {
        return columns;
    }

    /** What storage calls a column. */
    public String storedName(int column) {
        int hidden = column - (columns.size() - HIDDEN.size());
        return reference.isTarget() && hidden >= 0
                ? HIDDEN_NAMES.get(hidden)
                : columns.get(column).getName();
    }

    /** What the open transaction had changed when the statement was planned. */
    public Optional<PendingChanges> pending() {
        return Optional.ofNullable(pending);
    }

    /** Live rows at the version it was planned on, as the transaction sees them. */
    public long rowCount() {
        return rowCount;
    }

    /** Indexes of the version it was planned on. */
    public List<TableIndex> indexes() {
        return indexes;
    }

    /** The stored type of a column that SQL cannot name yet. */
    public Optional<Field> unsupportedColumn(String name) {
        return schema.getFields().stream()
                .filter(field -> field.getName().equalsIgnoreCase(name) && !CanonicalTypes.isSupported(field))
                .findFirst();
    }

    /** Text of a column's DEFAULT expression. */
    public Optional<String> defaultText(int column) {
        Map<String, String> metadata = columns.get(column).getMetadata();
        return Optional.ofNullable(metadata.get(SqlTypes.DEFAULT_KEY));
    }

    /** Whether a column makes its values by itself. */
    public boolean isIdentity(int column) {
        return IdentityColumn.of(columns.get(column)).isPresent();
    }

    /** What its rows have to satisfy, at the version it was planned on. */
    public TableConstraints constraints() {
        return TableConstraints.of(schema.getCustomMetadata());
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
        TypedRow known = typedRow;
        if (known == null || known.factory != factory) {
            RelDataTypeFactory.Builder builder = factory.builder();
            for (Field column : columns) {
                builder.add(column.getName(), SqlTypes.fromStored(column, factory));
            }
            known = new TypedRow(factory, builder.build());
            typedRow = known;
        }
        return known.type;
    }

    /** The columns with the types that they were declared with, lengths of text included. */
    public RelDataType declaredRowType(RelDataTypeFactory factory) {
        RelDataTypeFactory.Builder builder = factory.builder();
        columns.forEach(column -> builder.add(column.getName(), SqlTypes.declared(column, factory)));
        return builder.build();
    }

    @Override
    public Statistic getStatistic() {
        return Statistics.of((double) rowCount, List.of());
    }

    @Override
    public <C extends Object> @Nullable C unwrap(Class<C> type) {
        return type.isInstance(defaultValues) ? type.cast(defaultValues) : super.unwrap(type);
    }
}
