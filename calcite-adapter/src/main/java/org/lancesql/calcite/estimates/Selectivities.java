package org.lancesql.calcite.estimates;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.volcano.RelSubset;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.MetadataDef;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.expression.RexCompiler;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.Expression;

/** Which share of a table's rows fulfils a condition: that of the sample, where there is one. */
public final class Selectivities implements MetadataHandler<BuiltInMetadata.Selectivity> {
    Selectivities() {}

    @Override
    public MetadataDef<BuiltInMetadata.Selectivity> getDef() {
        return BuiltInMetadata.Selectivity.DEF;
    }

    /** Called by Calcite's metadata system. */
    public @Nullable Double getSelectivity(LanceTableScan scan, RelMetadataQuery query, @Nullable RexNode predicate) {
        if (predicate == null || predicate.isAlwaysTrue()) {
            return 1.0;
        }
        Optional<PlanSamples> samples = PlanSamples.of(scan);
        if (samples.isEmpty()) {
            return RelMdUtil.guessSelectivity(predicate);
        }
        if (!isComputable(predicate, samples.get().hasValues())) {
            return ofConjuncts(scan, query, predicate, samples.get());
        }
        RexNode asked = onTable(predicate, scan);
        RexNode absorbed = scan.spec().filter();
        if (absorbed == null) {
            OptionalDouble share = share(asked, scan, samples.get());
            return share.isPresent() ? share.getAsDouble() : RelMdUtil.guessSelectivity(predicate);
        }
        RexNode both = RexUtil.composeConjunction(scan.getCluster().getRexBuilder(), List.of(absorbed, asked));
        OptionalDouble ofBoth = share(both, scan, samples.get());
        OptionalDouble ofAbsorbed = share(absorbed, scan, samples.get());
        return ofBoth.isPresent() && ofAbsorbed.isPresent()
                ? Math.min(1, ofBoth.getAsDouble() / ofAbsorbed.getAsDouble())
                : RelMdUtil.guessSelectivity(predicate);
    }

    /** Called by Calcite's metadata system while the physical plan is looked for. */
    public @Nullable Double getSelectivity(RelSubset subset, RelMetadataQuery query, @Nullable RexNode predicate) {
        return query.getSelectivity(subset.getBestOrOriginal(), predicate);
    }

    /** Conditions of which some wait for parameters are taken to be independent. */
    private double ofConjuncts(LanceTableScan scan, RelMetadataQuery query, RexNode predicate, PlanSamples samples) {
        List<RexNode> conjuncts = RelOptUtil.conjunctions(predicate);
        if (conjuncts.size() == 1) {
            double guess = ofParameter(scan, predicate, samples).orElse(RelMdUtil.guessSelectivity(predicate));
            if (samples.notesWaiting() && isComputable(predicate, true)) {
                noteWaiting(scan, onTable(predicate, scan), guess, samples);
            }
            return guess;
        }
        double share = 1;
        for (RexNode conjunct : conjuncts) {
            share *= Util.first(query.getSelectivity(scan, conjunct), RelMdUtil.guessSelectivity(conjunct));
        }
        return share;
    }

    private static void noteWaiting(LanceTableScan scan, RexNode condition, double guess, PlanSamples samples) {
        LanceTable table = scan.lanceTable();
        try {
            Sampled sampled =
                    Sampled.of(condition, scan, new RexBuilder(scan.getCluster().getTypeFactory()));
            samples.note(
                    scan.getTable().getQualifiedName() + " " + condition,
                    new ParameterConditions.Waiting(table, sampled.columns(), sampled.condition(), guess));
        } catch (EvaluationException | StatementException e) {
            // What cannot be computed on a sample is guessed for all values.
        }
    }

    /** A condition on a table as one on some columns of a sample. */
    private record Sampled(List<String> columns, Expression condition) {
        /** @param condition over the table's columns */
        static Sampled of(RexNode condition, LanceTableScan scan, RexBuilder rexBuilder) {
            List<Integer> used =
                    new ArrayList<>(RelOptUtil.InputFinder.bits(condition).asList());
            RexNode onSample = condition.accept(new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef reference) {
                    return new RexInputRef(used.indexOf(reference.getIndex()), reference.getType());
                }
            });
            return new Sampled(
                    used.stream().map(scan.lanceTable()::storedName).toList(),
                    new RexCompiler(rexBuilder, Map.of(), 0).compile(onSample));
        }
    }

    /** The share of one of a column's values, whichever it is, where a condition asks for that. */
    private static OptionalDouble ofParameter(LanceTableScan scan, RexNode condition, PlanSamples samples) {
        if (!condition.isA(SqlKind.EQUALS)) {
            return OptionalDouble.empty();
        }
        List<RexNode> sides = ((RexCall) condition).getOperands();
        int column = sides.get(0) instanceof RexInputRef ? 0 : 1;
        if (!(sides.get(column) instanceof RexInputRef reference)
                || !(sides.get(1 - column) instanceof RexDynamicParam)) {
            return OptionalDouble.empty();
        }
        LanceTable table = scan.lanceTable();
        String name = table.storedName(scan.spec().columns().get(reference.getIndex()));
        OptionalDouble distinct = samples.distinct(table, name, Math.max(1, table.rowCount()));
        return distinct.isPresent()
                ? OptionalDouble.of(samples.present(table, name) / Math.max(1, distinct.getAsDouble()))
                : OptionalDouble.empty();
    }

    /**
     * Whether a condition is true or false of a row, whoever asks and when.
     *
     * @param withParameters whether values of parameters are known
     */
    private static boolean isComputable(RexNode condition, boolean withParameters) {
        boolean[] computable = {RexUtil.isDeterministic(condition)};
        condition.accept(new RexShuttle() {
            @Override
            public RexNode visitDynamicParam(RexDynamicParam parameter) {
                computable[0] &= withParameters;
                return parameter;
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                computable[0] = false;
                return access;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                computable[0] = false;
                return subQuery;
            }
        });
        return computable[0];
    }

    private static RexNode onTable(RexNode predicate, LanceTableScan scan) {
        return predicate.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(scan.spec().columns().get(reference.getIndex()), reference.getType());
            }
        });
    }

    /** The share of the sampled rows that fulfil a condition on the table's columns. */
    private static OptionalDouble share(RexNode condition, LanceTableScan scan, PlanSamples samples) {
        Optional<TableSample> found = samples.find(scan.lanceTable());
        if (found.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            Sampled sampled = Sampled.of(condition, scan, scan.getCluster().getRexBuilder());
            return ParameterConditions.share(found, sampled.columns(), sampled.condition(), samples.context());
        } catch (EvaluationException | StatementException e) {
            return OptionalDouble.empty();
        }
    }
}
