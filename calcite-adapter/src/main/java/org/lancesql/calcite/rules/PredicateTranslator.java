package org.lancesql.calcite.rules;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicates;

/** Conditions in the form that storage evaluates exactly as SQL does; what has no such form is not translated. */
final class PredicateTranslator {
    private final LanceTable table;
    private final RexBuilder rexBuilder;

    PredicateTranslator(LanceTable table, RexBuilder rexBuilder) {
        this.table = table;
        this.rexBuilder = rexBuilder;
    }

    /** Translates a condition over the columns of the table; empty when any part of it must stay above the scan. */
    Optional<Predicate> translate(RexNode condition) {
        return visit(RexUtil.expandSearch(rexBuilder, null, condition)).filter(Predicates::supports);
    }

    private Optional<Predicate> visit(RexNode node) {
        if (node instanceof RexInputRef reference && node.getType().getSqlTypeName() == SqlTypeName.BOOLEAN) {
            return pushable(reference)
                    .map(column -> new Predicate.Comparison(
                            column.getName(), Operator.EQUAL, new Literal(column.getType(), Boolean.TRUE)));
        }
        if (!(node instanceof RexCall call)) {
            return Optional.empty();
        }
        return switch (call.getKind()) {
            case AND -> all(call.getOperands()).map(Predicate.And::new);
            case OR -> disjunction(call);
            case NOT -> visit(call.getOperands().get(0)).map(Predicate.Not::new);
            case IS_TRUE -> isTrue(call.getOperands().get(0));
            case IS_NOT_TRUE -> isTrue(call.getOperands().get(0)).map(Predicate.Not::new);
            case IS_NULL -> column(call).map(column -> new Predicate.IsNull(column.getName()));
            case IS_NOT_NULL -> column(call).map(column -> new Predicate.IsNotNull(column.getName()));
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                comparison(call);
            default -> Optional.empty();
        };
    }

    private Optional<Predicate> isTrue(RexNode operand) {
        return operand instanceof RexInputRef reference
                ? pushable(reference).map(column -> new Predicate.IsTrue(column.getName()))
                : Optional.empty();
    }

    private Optional<List<Predicate>> all(List<RexNode> nodes) {
        List<Predicate> predicates = new ArrayList<>();
        for (RexNode node : nodes) {
            Optional<Predicate> predicate = visit(node);
            if (predicate.isEmpty()) {
                return Optional.empty();
            }
            predicates.add(predicate.get());
        }
        return Optional.of(predicates);
    }

    /** Equalities on one column become one IN. */
    private Optional<Predicate> disjunction(RexCall call) {
        Optional<List<Predicate>> operands = all(call.getOperands());
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        Map<String, List<Literal>> points = new LinkedHashMap<>();
        List<Predicate> rest = new ArrayList<>();
        for (Predicate operand : operands.get()) {
            if (operand instanceof Predicate.Comparison comparison && comparison.operator() == Operator.EQUAL) {
                points.computeIfAbsent(comparison.column(), key -> new ArrayList<>())
                        .add(comparison.literal());
            } else {
                rest.add(operand);
            }
        }
        points.forEach((column, literals) -> rest.add(
                literals.size() == 1
                        ? new Predicate.Comparison(column, Operator.EQUAL, literals.get(0))
                        : new Predicate.In(column, literals)));
        return Optional.of(rest.size() == 1 ? rest.get(0) : new Predicate.Or(rest));
    }

    private Optional<Field> column(RexCall call) {
        return call.getOperands().get(0) instanceof RexInputRef reference
                ? Optional.of(table.columns().get(reference.getIndex()))
                : Optional.empty();
    }

    private Optional<Field> pushable(RexInputRef reference) {
        return Optional.of(table.columns().get(reference.getIndex()))
                .filter(column -> Predicates.supports(column.getType()));
    }

    private Optional<Predicate> comparison(RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        if (left instanceof RexLiteral) {
            return compare(right, operator(call.getKind().reverse()), left);
        }
        return compare(left, operator(call.getKind()), right);
    }

    private Optional<Predicate> compare(RexNode side, Operator operator, RexNode constant) {
        if (!(constant instanceof RexLiteral literal) || literal.isNull()) {
            return Optional.empty();
        }
        Optional<RexInputRef> reference = uncast(side);
        return reference
                .flatMap(this::pushable)
                .flatMap(column -> literal(column.getType(), literal)
                        .map(value -> new Predicate.Comparison(column.getName(), operator, value)));
    }

    /** The column under a cast that keeps every value and the order of values. */
    private static Optional<RexInputRef> uncast(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return Optional.of(reference);
        }
        if (node.getKind() == SqlKind.CAST
                && ((RexCall) node).getOperands().get(0) instanceof RexInputRef reference
                && SqlTypeUtil.isExactNumeric(reference.getType())
                && SqlTypeUtil.isExactNumeric(node.getType())
                && isWider(node, reference)) {
            return Optional.of(reference);
        }
        return Optional.empty();
    }

    private static boolean isWider(RexNode target, RexNode source) {
        int targetScale = Math.max(0, target.getType().getScale());
        int sourceScale = Math.max(0, source.getType().getScale());
        return targetScale >= sourceScale
                && target.getType().getPrecision() - targetScale
                        >= source.getType().getPrecision() - sourceScale;
    }

    private static Operator operator(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> Operator.EQUAL;
            case NOT_EQUALS -> Operator.NOT_EQUAL;
            case LESS_THAN -> Operator.LESS;
            case LESS_THAN_OR_EQUAL -> Operator.LESS_OR_EQUAL;
            case GREATER_THAN -> Operator.GREATER;
            default -> Operator.GREATER_OR_EQUAL;
        };
    }

    /** The constant in the stored type of its column; empty when the column cannot hold it. */
    private static Optional<Literal> literal(ArrowType type, RexLiteral literal) {
        Optional<Object> value = LiteralValues.of(literal).map(LiteralValues.Value::orNull);
        Function<Object, Optional<Object>> convert = switch (type.getTypeID()) {
            case Int -> v -> integer((ArrowType.Int) type, v);
            case Decimal -> v -> decimal((ArrowType.Decimal) type, v);
            case Date -> v -> Optional.of(v).filter(LocalDate.class::isInstance);
            default -> Optional::of;
        };
        return value.flatMap(convert).map(v -> new Literal(type, v));
    }

    private static Optional<Object> integer(ArrowType.Int type, Object value) {
        if (!(value instanceof Number)) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(value.toString());
        if (number.stripTrailingZeros().scale() > 0) {
            return Optional.empty();
        }
        int bits = type.getBitWidth();
        BigDecimal two = BigDecimal.valueOf(2);
        BigDecimal min = type.getIsSigned() ? two.pow(bits - 1).negate() : BigDecimal.ZERO;
        BigDecimal max = two.pow(type.getIsSigned() ? bits - 1 : bits).subtract(BigDecimal.ONE);
        if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
            return Optional.empty();
        }
        return Optional.of(
                bits == 64 && !type.getIsSigned() ? (Object) number.setScale(0) : (Object) number.longValueExact());
    }

    private static Optional<Object> decimal(ArrowType.Decimal type, Object value) {
        if (!(value instanceof Number)) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(value.toString());
        if (number.stripTrailingZeros().scale() > type.getScale()) {
            return Optional.empty();
        }
        BigDecimal scaled = number.setScale(type.getScale());
        return scaled.precision() > type.getPrecision() ? Optional.empty() : Optional.of(scaled);
    }
}
