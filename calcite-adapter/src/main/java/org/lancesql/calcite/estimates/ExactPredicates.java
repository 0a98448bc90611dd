package org.lancesql.calcite.estimates;

import java.util.List;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.metadata.BuiltInMetadata;
import org.apache.calcite.rel.metadata.ReflectiveRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the rows of a plan, without that a column with floating-point numbers is equal to something: the optimiser
 * would write the one for the other, and -0.0 is equal to 0.0 and not the same.
 */
public final class ExactPredicates extends RelMdPredicates {
    static final RelMetadataProvider PROVIDER = ReflectiveRelMetadataProvider.reflectiveSource(
            new ExactPredicates(), BuiltInMetadata.Predicates.Handler.class);

    private ExactPredicates() {}

    /**
     * A comparison with NULL is no predicate for Calcite, which fails on it: it tells that there are no rows. It also fails
     * on columns of a query around, whose values it would compute with.
     */
    @Override
    public RelOptPredicateList getPredicates(Filter filter, RelMetadataQuery query) {
        RexBuilder builder = filter.getCluster().getRexBuilder();
        List<RexNode> conditions = RexUtil.retainDeterministic(RelOptUtil.conjunctions(filter.getCondition())).stream()
                .filter(condition -> !comparesWithNull(condition) && !RexUtil.containsCorrelation(condition))
                .toList();
        RelOptPredicateList below =
                Util.first(query.getPulledUpPredicates(filter.getInput()), RelOptPredicateList.EMPTY);
        return exact(below.union(builder, RelOptPredicateList.of(builder, conditions)), filter);
    }

    @Override
    public RelOptPredicateList getPredicates(Join join, RelMetadataQuery query) {
        return exact(super.getPredicates(join, query), join);
    }

    private static RelOptPredicateList exact(RelOptPredicateList known, RelNode node) {
        RexBuilder builder = node.getCluster().getRexBuilder();
        return RelOptPredicateList.of(
                builder, exact(known.pulledUpPredicates), known.leftInferredPredicates, known.rightInferredPredicates);
    }

    private static List<RexNode> exact(List<RexNode> predicates) {
        return predicates.stream()
                .filter(predicate -> !isInexactEquality(predicate) && !isNever(predicate))
                .toList();
    }

    private static boolean comparesWithNull(RexNode condition) {
        return SqlKind.COMPARISON.contains(condition.getKind())
                && ((RexCall) condition).getOperands().stream().anyMatch(RexUtil::isNull);
    }

    /** That a column is null which cannot be: so it is inferred where there are no rows, and would give it another type. */
    private static boolean isNever(RexNode predicate) {
        return predicate.isA(SqlKind.IS_NULL)
                && !((RexCall) predicate).getOperands().get(0).getType().isNullable();
    }

    private static boolean isInexactEquality(RexNode predicate) {
        return switch (predicate.getKind()) {
            case EQUALS, IS_NOT_DISTINCT_FROM ->
                ((RexCall) predicate).getOperands().stream().anyMatch(operand -> isInexact(operand.getType()));
            default -> false;
        };
    }

    private static boolean isInexact(@Nullable RelDataType type) {
        if (type == null) {
            return false;
        }
        return SqlTypeUtil.isApproximateNumeric(type)
                || isInexact(type.getComponentType())
                || isInexact(type.getKeyType())
                || isInexact(type.getValueType())
                || (type.isStruct()
                        && type.getFieldList().stream()
                                .map(RelDataTypeField::getType)
                                .anyMatch(ExactPredicates::isInexact));
    }
}
