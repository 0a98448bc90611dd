package org.lancesql.calcite.plan;

import com.google.common.base.Suppliers;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.config.NullCollation;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner.CannotPlanException;
import org.apache.calcite.plan.RelOptTable.ViewExpander;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.core.TableModify;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeImpl;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.ViewTable;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.apache.calcite.tools.RelBuilder;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.estimates.JoinEstimates;
import org.lancesql.calcite.estimates.PlanSamples;
import org.lancesql.calcite.parser.LanceConformance;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rowhistory.RowHistories;
import org.lancesql.calcite.rowhistory.RowHistoryReader;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.calcite.versionpin.VersionPinner;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.Expression;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.versioning.ViewDefinition;

/** Plans one statement: validates its tree against a catalog, converts it, and optimises it. Used once. */
public final class SqlPlanner {
    private static final int MAX_VIEW_DEPTH = 32;

    private final StatementCatalog catalog;
    private final LanceTypeFactory typeFactory = new LanceTypeFactory();
    private final SchemaReader reader;
    private final Supplier<SchemaReader> viewReader;
    private final RowHistoryReader rowHistory;
    private final RelOptCluster cluster;
    private final Set<String> qualifiers = new HashSet<>();
    private final Map<String, String> sessionNames;
    private final CancelToken cancelToken;
    private final PlanSamples samples;
    private final KernelExecutor constants;
    private int viewDepth;

    /** The functions and operators that every statement may call. */
    public static List<SqlOperator> operators() {
        return Operators.TABLE.getOperatorList();
    }

    /**
     * @param databaseName name under which the database is its own catalog
     * @param user what CURRENT_USER stands for
     * @param allocator memory for the folding of constants
     * @param samples of tables, for estimates
     * @param cancelToken polled at each step
     */
    public SqlPlanner(
            StatementCatalog catalog,
            RowHistoryReader rowHistory,
            String databaseName,
            String user,
            BufferAllocator allocator,
            ZoneId timeZone,
            PlanSamples samples,
            CancelToken cancelToken) {
        this.catalog = catalog;
        this.rowHistory = rowHistory;
        this.cancelToken = cancelToken;
        this.samples = samples;
        this.reader = SchemaReader.of(catalog, databaseName, this::viewTable, typeFactory);
        this.viewReader = Suppliers.memoize(
                () -> SchemaReader.of(catalog.forView(null), databaseName, this::viewTable, typeFactory));
        this.sessionNames = Map.of(
                "USER", user,
                "CURRENT_USER", user,
                "SESSION_USER", user,
                "SYSTEM_USER", user,
                "CURRENT_CATALOG", databaseName,
                "CURRENT_SCHEMA", catalog.currentSchema().sql());
        VolcanoPlanner planner = new VolcanoPlanner(null, Contexts.of(SchemaReader.CONFIG, samples)) {
            @Override
            public void checkCancel() {
                cancelToken.check();
            }
        };
        planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
        planner.addRelTraitDef(RelCollationTraitDef.INSTANCE);
        this.constants = new KernelExecutor(allocator, timeZone);
        planner.setExecutor(constants);
        this.cluster = RelOptCluster.create(planner, new PolledRexBuilder(typeFactory, cancelToken));
        cluster.setMetadataProvider(JoinEstimates.PROVIDER);
        cluster.setMetadataQuerySupplier(RelMetadataQuery::instance);
    }

    /** The types of this statement. */
    public LanceTypeFactory typeFactory() {
        return typeFactory;
    }

    private SqlValidator validator(SchemaReader names) {
        return new AssigningValidator(
                Operators.TABLE,
                names,
                typeFactory,
                cancelToken,
                SqlValidator.Config.DEFAULT
                        .withIdentifierExpansion(true)
                        .withDefaultNullCollation(NullCollation.HIGH)
                        .withConformance(LanceConformance.INSTANCE),
                expression -> AstRewriter.rewrite(expression, sessionNames));
    }

    /** The field that a table keeps for a column of a declared type. */
    public Field declaredField(String name, SqlDataTypeSpec spec) {
        try {
            SqlValidator validator = validator(reader);
            boolean nullable = Boolean.TRUE.equals(spec.getNullable());
            return StoredTypes.declared(name, AstRewriter.checked(spec), nullable, type -> type.deriveType(validator));
        } catch (RuntimeException e) {
            throw ValidationErrors.describe(e, catalog, qualifiers);
        }
    }

    /**
     * Checks that a declared default is a value of its column.
     *
     * @throws StatementException when it cannot be one
     * @throws EvaluationException when computing it fails
     */
    public void requireDefault(DeclaredDefault declared) {
        ValidatedQuery query = validate(declared.query());
        try {
            declared.require(convert(query, config -> config).project(), constants);
        } catch (RuntimeException e) {
            throw ValidationErrors.describe(e, catalog, qualifiers);
        }
    }

    /**
     * Validates a query and describes it, without planning it.
     *
     * @throws StatementException when the query is not valid
     */
    public ValidatedQuery validate(SqlNode query) {
        return validate(query, reader);
    }

    /** Validates the query of a view, which sees the database and nothing of the session. */
    public ValidatedQuery validateView(SqlNode query) {
        return validate(query, viewReader.get());
    }

    private ValidatedQuery validate(SqlNode query, SchemaReader names) {
        try {
            SqlValidator validator = validator(names);
            SqlNode pinned = VersionPinner.pin(
                    RowHistories.bind(query, catalog, rowHistory),
                    catalog.pins().values());
            qualifiers.addAll(Qualifiers.of(pinned));
            SqlNode validated = validator.validate(AstRewriter.rewrite(pinned, sessionNames));
            return new ValidatedQuery(
                    validator,
                    validated,
                    validator.getValidatedNodeType(validated),
                    ParameterTypes.of(
                            validated,
                            validator,
                            typeFactory,
                            catalog.pins().values().parameters()),
                    validator.getFieldOrigins(validated));
        } catch (RuntimeException e) {
            throw ValidationErrors.describe(e, catalog, qualifiers);
        }
    }

    /** Plans a validated query; the plan of an INSERT is that of the rows to insert. */
    public PhysicalPlan plan(ValidatedQuery query) {
        return plan(query, () -> {
            RelRoot root = convert(query, config -> config);
            return root.rel instanceof TableModify modify ? InsertRows.of(modify) : root.project();
        });
    }

    /** Plans the query that a statement was lowered to; its rows are those of the layout. */
    public PhysicalPlan plan(ValidatedQuery query, ChangeLayout layout) {
        // The parts of the statement are found by their places, which merging would move.
        UnaryOperator<RelBuilder.Config> unmerged =
                builder -> builder.withBloat(-1).withSimplifyValues(false);
        return plan(query, () -> ChangePlan.of(convert(query, unmerged).rel, layout));
    }

    private PhysicalPlan plan(ValidatedQuery query, Supplier<RelNode> rows) {
        RelMetadataQueryBase.THREAD_PROVIDERS.set(JaninoRelMetadataProvider.of(JoinEstimates.PROVIDER));
        try {
            BatchRel root = PlanProgram.run(OwnAggregates.substitute(rows.get()));
            // What the planner has tried is not kept with the plan.
            cluster.getPlanner().clear();
            cluster.invalidateMetadataQuery();
            return new PhysicalPlan(
                    root, new RexBuilder(typeFactory), query.parameters().getFieldCount(), samples.waiting());
        } catch (CannotPlanException e) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED, "This query has a part that cannot be executed yet", null, e);
        } catch (RuntimeException e) {
            throw ValidationErrors.describe(e, catalog, qualifiers);
        } finally {
            RelMetadataQueryBase.THREAD_PROVIDERS.remove();
        }
    }

    /**
     * Compiles the conditions on the rows of a table.
     *
     * @param columns those that SQL can name, which rows have in this order
     */
    public RowConditions conditions(String table, List<Field> columns, List<TableConstraints.Check> checks) {
        RelDataTypeFactory.Builder row = typeFactory.builder();
        columns.forEach(column -> row.add(column.getName(), SqlTypes.fromStored(column, typeFactory)));
        SchemaReader names = SchemaReader.ofTable(table, row.build(), typeFactory);
        List<Expression> conditions = new ArrayList<>();
        for (TableConstraints.Check check : checks) {
            try {
                SqlNode query = RowConditions.query(table, check);
                SqlValidator validator = validator(names);
                SqlNode validated = validator.validate(AstRewriter.rewrite(query, sessionNames));
                RelDataType type = validator.getValidatedNodeType(validated);
                RelRoot root = convert(
                        new ValidatedQuery(
                                validator, validated, type, validator.getParameterRowType(validated), List.of()),
                        config -> config);
                conditions.add(RowConditions.compile(table, check, root.project()));
            } catch (RuntimeException e) {
                throw RowConditions.failure(table, check, ValidationErrors.describe(e, catalog, Set.of()));
            }
        }
        return new RowConditions(table, checks, conditions);
    }

    private RelRoot convert(ValidatedQuery query, UnaryOperator<RelBuilder.Config> building) {
        // A projection that is merged with the one below has other columns than its sub-queries refer to.
        boolean mayMerge = !NestedQueries.areIn(query.node());
        SqlToRelConverter converter = new SqlToRelConverter(
                viewExpander(),
                query.validator(),
                (SchemaReader) query.validator().getCatalogReader(),
                cluster,
                FunctionConvertlets.INSTANCE,
                SqlToRelConverter.config()
                        .withTrimUnusedFields(false)
                        .withExpand(false)
                        .addRelBuilderConfigTransform(building)
                        .addRelBuilderConfigTransform(builder -> mayMerge ? builder : builder.withBloat(-1))
                        .withInSubQueryThreshold(Integer.MAX_VALUE));
        return converter.convertQuery(query.node(), false, true);
    }

    private ViewExpander viewExpander() {
        return (rowType, sql, schemaPath, viewPath) -> {
            RelRoot root = convert(validateView(SqlTexts.parseQuery(sql)), config -> config);
            return RelRoot.of(root.project(), root.kind);
        };
    }

    /** A view as a table of the row type that its query has now. */
    private Table viewTable(ViewDefinition view) {
        if (viewDepth >= MAX_VIEW_DEPTH) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    "View " + view.name() + " refers to itself, or views are nested more than " + MAX_VIEW_DEPTH
                            + " deep");
        }
        viewDepth++;
        try {
            RelDataType rowType = validateView(SqlTexts.parseQuery(view.sql())).rowType();
            List<String> path = List.of(SchemaName.MAIN.sql());
            return new ViewTable(Object[].class, RelDataTypeImpl.proto(rowType), view.sql(), path, null);
        } catch (StatementException e) {
            throw new StatementException(
                    e.reason(), "View " + view.name() + " cannot be used: " + e.getMessage(), null, e);
        } finally {
            viewDepth--;
        }
    }
}
