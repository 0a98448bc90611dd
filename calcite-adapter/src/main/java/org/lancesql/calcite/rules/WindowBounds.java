package org.lancesql.calcite.rules;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBound;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.LanceTypeSystem;
import org.lancesql.execution.window.WindowFrame;
import org.lancesql.execution.window.WindowFrame.Bound;
import org.lancesql.execution.window.WindowFrame.Exclusion;

/** The frame of a window; a bound at a distance from the order key becomes a column with the key at that distance. */
final class WindowBounds {
    private final Window.Group group;
    private final UnaryOperator<RexNode> constants;
    private final ToIntFunction<RexNode> columns;
    private final RelNode sorted;
    private final RexBuilder rexBuilder;
    private final @Nullable Bound lower;
    private final @Nullable Bound upper;
    private int key;

    /**
     * @param constants the value of an operand, if it is a constant of the window
     * @param columns makes a column of an expression over the sorted rows, and tells which
     */
    WindowBounds(Window.Group group, UnaryOperator<RexNode> constants, ToIntFunction<RexNode> columns, RelNode sorted) {
        this.group = group;
        this.constants = constants;
        this.columns = columns;
        this.sorted = sorted;
        this.rexBuilder = sorted.getCluster().getRexBuilder();
        this.lower = bound(group.lowerBound);
        this.upper = bound(group.upperBound);
    }

    boolean isSupported() {
        return lower != null && upper != null;
    }

    WindowFrame frame() {
        Exclusion exclusion = switch (group.exclude) {
            case EXCLUDE_CURRENT_ROW -> Exclusion.CURRENT_ROW;
            case EXCLUDE_GROUP -> Exclusion.GROUP;
            case EXCLUDE_TIES -> Exclusion.TIES;
            default -> Exclusion.NONE;
        };
        return new WindowFrame(
                group.isRows, Objects.requireNonNull(lower), Objects.requireNonNull(upper), exclusion, key);
    }

    private @Nullable Bound bound(RexWindowBound bound) {
        if (bound.isUnbounded()) {
            return new Bound(bound.isPreceding() ? Bound.Kind.UNBOUNDED_PRECEDING : Bound.Kind.UNBOUNDED_FOLLOWING, 0);
        }
        if (bound.isCurrentRow()) {
            return new Bound(Bound.Kind.CURRENT_ROW, 0);
        }
        if (!(constants.apply(Objects.requireNonNull(bound.getOffset())) instanceof RexLiteral distance)
                || distance.isNull()) {
            return null;
        }
        BigDecimal value = Objects.requireNonNull(distance.getValueAs(BigDecimal.class));
        if (group.isRows) {
            return new Bound(Bound.Kind.OFFSET, bound.isPreceding() ? -value.longValue() : value.longValue());
        }
        List<RelFieldCollation> order = group.orderKeys.getFieldCollations();
        if (order.size() != 1) {
            return null;
        }
        boolean subtracts = bound.isPreceding() != order.get(0).direction.isDescending();
        return valueBound(order.get(0).getFieldIndex(), distance, subtracts ? value.negate() : value);
    }

    private @Nullable Bound valueBound(int orderColumn, RexLiteral distance, BigDecimal signed) {
        RexNode order = rexBuilder.makeInputRef(sorted, orderColumn);
        RelDataType type = order.getType();
        if (SqlTypeUtil.isDatetime(type) && SqlTypeUtil.isInterval(distance.getType())) {
            RexNode interval = rexBuilder.makeIntervalLiteral(
                    signed, Objects.requireNonNull(distance.getType().getIntervalQualifier()));
            return bound(order, rexBuilder.makeCall(type, SqlStdOperatorTable.DATETIME_PLUS, List.of(order, interval)));
        }
        if (!SqlTypeUtil.isNumeric(type) || !SqlTypeUtil.isNumeric(distance.getType())) {
            return null;
        }
        RelDataType wide = wide(type, signed);
        RexNode wideKey = rexBuilder.makeAbstractCast(wide, order, false);
        RexNode wideDistance = SqlTypeUtil.isApproximateNumeric(wide)
                ? rexBuilder.makeApproxLiteral(signed, notNull(wide))
                : rexBuilder.makeExactLiteral(signed, notNull(wide));
        return bound(wideKey, rexBuilder.makeCall(wide, SqlStdOperatorTable.PLUS, List.of(wideKey, wideDistance)));
    }

    private Bound bound(RexNode order, RexNode atDistance) {
        key = columns.applyAsInt(order);
        return new Bound(Bound.Kind.VALUE, columns.applyAsInt(atDistance));
    }

    /** A type in which the key at a distance does not overflow. */
    private RelDataType wide(RelDataType type, BigDecimal distance) {
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        RelDataType wide;
        if (SqlTypeUtil.isApproximateNumeric(type)) {
            wide = factory.createSqlType(SqlTypeName.DOUBLE);
        } else {
            int scale = Math.max(Math.max(0, type.getScale()), distance.scale());
            wide = factory.createSqlType(SqlTypeName.DECIMAL, LanceTypeSystem.MAX_DECIMAL_PRECISION, scale);
        }
        return factory.createTypeWithNullability(wide, type.isNullable());
    }

    private RelDataType notNull(RelDataType type) {
        return rexBuilder.getTypeFactory().createTypeWithNullability(type, false);
    }
}
