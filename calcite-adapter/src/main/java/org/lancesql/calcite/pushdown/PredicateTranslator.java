package org.lancesql.calcite.pushdown;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlLikeOperator;
import org.apache.calcite.sql.type.SqlTypeName;
import org.lancesql.calcite.expression.LiteralValues.Value;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Is;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Truth;
import org.lancesql.storage.Predicates;

/** Conditions in the form that storage evaluates exactly as SQL does; what has no such form is not translated. */
public final class PredicateTranslator {
    private final List<Field> columns;
    private final RexBuilder rexBuilder;
    private final Constants constants;

    /** @param columns stored columns, to which input references refer */
    public PredicateTranslator(List<Field> columns, RexBuilder rexBuilder, Constants constants) {
        this.columns = columns;
        this.rexBuilder = rexBuilder;
        this.constants = constants;
    }

    /** Translates a condition; empty when any part of it must stay above the scan. */
    public Optional<Predicate> translate(RexNode condition) {
        return visit(RexUtil.expandSearch(rexBuilder, null, condition)).filter(Predicates::supports);
    }

    private Optional<Predicate> visit(RexNode node) {
        if (node.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
            return Optional.empty();
        }
        Optional<Value> constant = constants.find(node);
        if (constant.isPresent()) {
            return Optional.of(constant(constant.get()));
        }
        Optional<StoredColumn> column = StoredColumn.of(node, columns);
        if (column.isPresent()) {
            return column.flatMap(flag -> compare(flag, Operator.EQUAL, new Value(true)));
        }
        return node instanceof RexCall call ? visitCall(call) : Optional.empty();
    }

    private static Predicate constant(Value value) {
        if (value.orNull() == null) {
            return new Predicate.Unknown();
        }
        return Boolean.TRUE.equals(value.orNull()) ? new Predicate.And(List.of()) : new Predicate.Or(List.of());
    }

    private Optional<Predicate> visitCall(RexCall call) {
        List<RexNode> operands = call.getOperands();
        return switch (call.getKind()) {
            case AND -> all(operands).map(PredicateTranslator::conjunction);
            case OR -> all(operands).map(PredicateTranslator::disjunction);
            case NOT -> visit(operands.get(0)).map(Not::new);
            case IS_TRUE -> is(operands.get(0), Truth.TRUE);
            case IS_NOT_TRUE -> is(operands.get(0), Truth.NOT_TRUE);
            case IS_FALSE -> is(operands.get(0), Truth.FALSE);
            case IS_NOT_FALSE -> is(operands.get(0), Truth.NOT_FALSE);
            case IS_NULL -> isNull(operands.get(0));
            case IS_NOT_NULL -> isNull(operands.get(0)).map(Not::new);
            case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                comparison(operands.get(0), call.getKind(), operands.get(1));
            case IS_NOT_DISTINCT_FROM -> same(operands.get(0), operands.get(1));
            case IS_DISTINCT_FROM -> same(operands.get(0), operands.get(1)).map(Not::new);
            case LIKE -> like(call);
            default -> Optional.empty();
        };
    }

    private Optional<Predicate> is(RexNode operand, Truth truth) {
        return visit(operand).map(predicate -> new Is(predicate, truth));
    }

    private Optional<Predicate> isNull(RexNode operand) {
        Optional<StoredColumn> column = StoredColumn.of(operand, columns);
        return column.isPresent()
                ? column.map(stored -> new Predicate.IsNull(stored.column()))
                : is(operand, Truth.UNKNOWN);
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
    private static Predicate disjunction(List<Predicate> operands) {
        Map<Column, List<Literal>> points = new LinkedHashMap<>();
        List<Predicate> all = gather(operands, Operator.EQUAL, points);
        points.forEach((column, literals) -> all.add(points(column, Operator.EQUAL, literals)));
        return all.size() == 1 ? all.get(0) : new Predicate.Or(all);
    }

    /** Inequalities on one column become one NOT IN. */
    private static Predicate conjunction(List<Predicate> operands) {
        Map<Column, List<Literal>> points = new LinkedHashMap<>();
        List<Predicate> all = gather(operands, Operator.NOT_EQUAL, points);
        points.forEach((column, literals) -> all.add(points(column, Operator.NOT_EQUAL, literals)));
        return all.size() == 1 ? all.get(0) : new Predicate.And(all);
    }

    /** Sorts comparisons with one operator into points, and returns the other operands. */
    private static List<Predicate> gather(
            List<Predicate> operands, Operator operator, Map<Column, List<Literal>> points) {
        List<Predicate> rest = new ArrayList<>();
        for (Predicate operand : operands) {
            if (operand instanceof Comparison comparison && comparison.operator() == operator) {
                points.computeIfAbsent(comparison.column(), key -> new ArrayList<>())
                        .add(comparison.literal());
            } else {
                rest.add(operand);
            }
        }
        return rest;
    }

    private static Predicate points(Column column, Operator operator, List<Literal> literals) {
        if (literals.size() == 1) {
            return new Comparison(column, operator, literals.get(0));
        }
        Predicate in = new Predicate.In(column, literals);
        return operator == Operator.EQUAL ? in : new Not(in);
    }

    private Optional<Predicate> comparison(RexNode left, SqlKind kind, RexNode right) {
        Optional<Value> first = constants.find(left);
        return first.isPresent()
                ? compare(right, operator(kind.reverse()), first.get())
                : constants.find(right).flatMap(value -> compare(left, operator(kind), value));
    }

    private Optional<Predicate> compare(RexNode node, Operator operator, Value value) {
        return node.getKind() == SqlKind.MOD && node instanceof RexCall remainder
                ? remainder(remainder.getOperands(), operator, value)
                : StoredColumn.of(node, columns).flatMap(column -> compare(column, operator, value));
    }

    /** The remainder by a constant that every integer can be divided by. */
    private Optional<Predicate> remainder(List<RexNode> operands, Operator operator, Value value) {
        Optional<Long> divisor = constants.find(operands.get(1)).flatMap(PredicateTranslator::positive);
        return StoredColumn.of(operands.get(0), columns)
                .filter(column -> column.type() instanceof ArrowType.Int integer && integer.getIsSigned())
                .flatMap(column -> compare(column, operator, value))
                .flatMap(compared -> divisor.map(by -> compared instanceof Comparison comparison
                        ? new Predicate.Remainder(comparison, by)
                        : compared));
    }

    private static Optional<Long> positive(Value value) {
        Object number = value.orNull();
        boolean isInteger = number instanceof Byte
                || number instanceof Short
                || number instanceof Integer
                || number instanceof Long
                || number instanceof BigDecimal decimal
                        && decimal.scale() <= 0
                        && decimal.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
        return Optional.ofNullable(number)
                .filter(any -> isInteger)
                .map(any -> ((Number) any).longValue())
                .filter(any -> any > 0);
    }

    private Optional<Predicate> compare(StoredColumn column, Operator operator, Value value) {
        if (!column.isComparable()) {
            return Optional.empty();
        }
        Object constant = value.orNull();
        return constant == null
                ? Optional.of(new Predicate.Unknown())
                : StoredConstant.of(column.type(), constant).map(stored -> stored.compare(column.column(), operator));
    }

    /** IS NOT DISTINCT FROM: never unknown, and true of two nulls. */
    private Optional<Predicate> same(RexNode left, RexNode right) {
        Optional<Value> first = constants.find(left);
        RexNode other = first.isPresent() ? right : left;
        return (first.isPresent() ? first : constants.find(right))
                .flatMap(value -> StoredColumn.of(other, columns)
                        .flatMap(column -> value.orNull() == null
                                ? Optional.of(new Predicate.IsNull(column.column()))
                                : compare(column, Operator.EQUAL, value).map(equal -> new Is(equal, Truth.TRUE))));
    }

    private Optional<Predicate> like(RexCall call) {
        List<RexNode> operands = call.getOperands();
        Optional<StoredColumn> column = StoredColumn.of(operands.get(0), columns)
                .filter(stored ->
                        stored.type() instanceof ArrowType.Utf8 || stored.type() instanceof ArrowType.LargeUtf8);
        boolean exact = call.getOperator() instanceof SqlLikeOperator like && like.isCaseSensitive();
        if (!exact || column.isEmpty()) {
            return Optional.empty();
        }
        Optional<Value> pattern = constants.find(operands.get(1));
        Optional<Value> escape = operands.size() < 3 ? Optional.of(new Value("")) : constants.find(operands.get(2));
        if (pattern.isEmpty() || escape.isEmpty()) {
            return Optional.empty();
        }
        if (pattern.get().orNull() == null || escape.get().orNull() == null) {
            return Optional.of(new Predicate.Unknown());
        }
        String escapeText = String.valueOf(escape.get().orNull());
        if (operands.size() == 3 && escapeText.codePointCount(0, escapeText.length()) != 1) {
            return Optional.empty();
        }
        return Optional.of(new Predicate.Like(
                column.get().column(),
                column.get().type(),
                String.valueOf(pattern.get().orNull()),
                escapeText.isEmpty() ? OptionalInt.empty() : OptionalInt.of(escapeText.codePointAt(0))));
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
}
