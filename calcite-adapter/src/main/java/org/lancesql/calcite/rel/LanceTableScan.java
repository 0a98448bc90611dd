package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.pushdown.Constants;
import org.lancesql.calcite.pushdown.KeyValue;
import org.lancesql.calcite.pushdown.PredicateTranslator;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.StatementExecution;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.execution.join.DynamicKeys;
import org.lancesql.execution.operator.UnionAllOperator;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.ScanRequest.SortKey;

/** Reads a Lance table, with the columns, condition, order and limit that it has absorbed. */
public final class LanceTableScan extends TableScan implements BatchRel {
    private final LanceTable lanceTable;
    private final ScanSpec spec;
    private final @Nullable KeyedColumn keyed;

    private LanceTableScan(
            RelOptCluster cluster,
            RelTraitSet traits,
            RelOptTable table,
            LanceTable lanceTable,
            ScanSpec spec,
            @Nullable KeyedColumn keyed) {
        super(cluster, traits, List.of(), table);
        this.lanceTable = lanceTable;
        this.spec = spec;
        this.keyed = keyed;
    }

    /**
     * A column of which only some values are wanted, which a join knows once it is executed.
     *
     * @param number of the join
     * @param column of the table
     */
    private record KeyedColumn(int number, int column) {}

    /** A scan of all rows and columns. */
    public static LanceTableScan create(RelOptCluster cluster, RelOptTable table, LanceTable lanceTable) {
        return new LanceTableScan(
                cluster,
                cluster.traitSetOf(BatchConvention.INSTANCE),
                table,
                lanceTable,
                ScanSpec.all(lanceTable),
                null);
    }

    public LanceTableScan with(ScanSpec newSpec) {
        return new LanceTableScan(getCluster(), traitSet, table, lanceTable, newSpec, keyed);
    }

    /** The scan of rows whose values of a column of the table a join looks for. */
    public LanceTableScan withKeys(int number, int column) {
        return new LanceTableScan(getCluster(), traitSet, table, lanceTable, spec, new KeyedColumn(number, column));
    }

    /** Whether it reads what a join looks for. */
    public boolean isKeyed() {
        return keyed != null;
    }

    public LanceTable lanceTable() {
        return lanceTable;
    }

    public ScanSpec spec() {
        return spec;
    }

    /** Row type of all columns of the table, to which the pushed condition refers. */
    public RelDataType tableRowType() {
        return table.getRowType();
    }

    /** Row type of columns of the table, the address of the row maybe among them. */
    RelDataType rowType(List<Integer> columns) {
        List<RelDataTypeField> fields = table.getRowType().getFieldList();
        RelDataTypeFactory types = getCluster().getTypeFactory();
        RelDataTypeFactory.Builder builder = types.builder();
        for (int column : columns) {
            if (column == addressColumn()) {
                builder.add(HiddenName.of(RowColumns.ADDRESS), types.createSqlType(SqlTypeName.BIGINT));
            } else {
                builder.add(fields.get(column));
            }
        }
        return builder.build();
    }

    /** What a scan calls the address of a row, where others have the number of a column. */
    public int addressColumn() {
        return tableRowType().getFieldCount();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new LanceTableScan(getCluster(), traits, table, lanceTable, spec, keyed);
    }

    @Override
    public RelDataType deriveRowType() {
        return rowType(spec.columns());
    }

    @Override
    public double estimateRowCount(RelMetadataQuery query) {
        double rows = lanceTable.rowCount();
        if (spec.filter() != null) {
            rows *= Util.first(
                    query.getSelectivity(LanceTableScan.create(getCluster(), table, lanceTable), spec.filter()),
                    RelMdUtil.guessSelectivity(spec.filter()));
        }
        rows = Math.max(0, rows - spec.offset());
        return spec.fetch() == null ? rows : Math.min(rows, spec.fetch());
    }

    @Override
    public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = lanceTable.rowCount();
        return planner.getCostFactory()
                .makeCost(rows, rows * (1 + spec.columns().size()), 0);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        List<String> names = table.getRowType().getFieldNames();
        super.explainTerms(writer)
                .item("version", lanceTable.plannedOn().version())
                .itemIf(
                        "pending",
                        lanceTable.pending().orElse(null),
                        lanceTable.pending().isPresent())
                .item("columns", getRowType().getFieldNames())
                .itemIf("pushed", spec.filter(), spec.filter() != null)
                .itemIf(
                        "pushedWhenBound",
                        spec.parameterised(),
                        !spec.parameterised().isEmpty())
                .itemIf("index", spec.indexes(), !spec.indexes().isEmpty())
                .itemIf(
                        "keysOfJoin",
                        keyed == null ? null : keyed.number() + " on " + names.get(keyed.column()),
                        keyed != null)
                .itemIf("order", spec.order(), !spec.order().isEmpty())
                .itemIf("offset", spec.offset(), spec.offset() > 0)
                .itemIf("fetch", spec.fetch(), spec.fetch() != null);
        return writer;
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        ScanRequest request = new ScanRequest(
                spec.columns().stream().map(this::columnName).toList(),
                spec.predicate(),
                spec.fetch() == null ? OptionalLong.empty() : OptionalLong.of(spec.fetch()),
                spec.offset(),
                spec.order().stream().map(this::sortKey).toList(),
                List.of());
        List<Field> fields = SqlTypes.toArrow(getRowType());
        TableRows rows = new TableRows(
                lanceTable,
                execution -> keyed(bound(request, execution.context().parameters(), context.rexBuilder()), execution),
                new WholeScan(this, context),
                fields);
        if (keyed == null) {
            return rows;
        }
        // Opened when its first row is asked for: the join knows its keys then.
        return execution -> new UnionAllOperator(fields, List.of(() -> rows.open(execution)), execution.context());
    }

    /** Adds that a column has one of the values that a join looks for, if these are known and can be compared exactly. */
    private ScanRequest keyed(ScanRequest request, StatementExecution execution) {
        KeyedColumn column = keyed;
        if (column == null) {
            return request;
        }
        Optional<List<Object>> keys =
                Optional.ofNullable(execution.keys().get(column.number())).flatMap(DynamicKeys::values);
        OperatorProfile profile = execution.profile();
        if (profile != null) {
            profile.note("keys of join", keys.map(known -> "" + known.size()).orElse("too many"));
        }
        return keys.flatMap(values -> KeyValue.in(lanceTable.columns().get(column.column()), values))
                .map(wanted -> request.withPredicate(
                        request.predicate() == null ? wanted : new Predicate.And(List.of(request.predicate(), wanted))))
                .orElse(request);
    }

    /** Adds the conditions whose parameters have values that storage compares exactly. */
    private ScanRequest bound(ScanRequest request, List<@Nullable Object> parameters, RexBuilder rexBuilder) {
        if (spec.parameterised().isEmpty()) {
            return request;
        }
        PredicateTranslator translator =
                new PredicateTranslator(lanceTable.columns(), rexBuilder, Constants.withParameters(parameters));
        List<Predicate> predicates = new ArrayList<>();
        if (request.predicate() != null) {
            predicates.add(request.predicate());
        }
        spec.parameterised()
                .forEach(condition -> translator.translate(condition).ifPresent(predicates::add));
        return predicates.isEmpty() ? request : request.withPredicate(new Predicate.And(predicates));
    }

    /** What storage calls a column of the table. */
    String columnName(int column) {
        return column == addressColumn() ? RowColumns.ADDRESS : lanceTable.storedName(column);
    }

    private SortKey sortKey(RelFieldCollation key) {
        return new SortKey(
                columnName(key.getFieldIndex()),
                !key.direction.isDescending(),
                key.nullDirection == RelFieldCollation.NullDirection.FIRST);
    }
}
