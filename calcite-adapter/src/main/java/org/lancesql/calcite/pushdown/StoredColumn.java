package org.lancesql.calcite.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicates;

/**
 * A column of a table, or a field within one, as it is stored.
 *
 * @param field its stored type
 */
record StoredColumn(Column column, Field field) {
    private static final int DOUBLE_DIGITS = 15;
    private static final int REAL_DIGITS = 7;

    /** Whether storage compares it exactly. */
    boolean isComparable() {
        return Predicates.supports(type());
    }

    ArrowType type() {
        return field.getType();
    }

    /** The column that an expression is, also under a cast that keeps every value and their order. */
    static Optional<StoredColumn> of(RexNode node, List<Field> columns) {
        if (node.getKind() == SqlKind.CAST && node instanceof RexCall cast) {
            RexNode operand = cast.getOperands().get(0);
            return keepsValues(operand.getType(), cast.getType()) ? of(operand, columns) : Optional.empty();
        }
        return path(node, columns);
    }

    private static Optional<StoredColumn> path(RexNode node, List<Field> columns) {
        if (node instanceof RexInputRef reference) {
            Field field = columns.get(reference.getIndex());
            return FieldMetadata.isPlain(field)
                    ? Optional.of(new StoredColumn(Column.of(field.getName()), field))
                    : Optional.empty();
        }
        if (node instanceof RexFieldAccess access) {
            return path(access.getReferenceExpr(), columns)
                    .flatMap(parent -> parent.child(access.getField().getName()));
        }
        return Optional.empty();
    }

    private Optional<StoredColumn> child(String name) {
        if (!(type() instanceof ArrowType.Struct)) {
            return Optional.empty();
        }
        List<String> path = new ArrayList<>(column.path());
        path.add(name);
        return field.getChildren().stream()
                .filter(child -> child.getName().equals(name))
                .findFirst()
                .map(child -> new StoredColumn(new Column(path), child));
    }

    private static boolean keepsValues(RelDataType from, RelDataType to) {
        if (SqlTypeUtil.isExactNumeric(from)) {
            if (SqlTypeUtil.isExactNumeric(to)) {
                return scale(to) >= scale(from) && to.getPrecision() - scale(to) >= from.getPrecision() - scale(from);
            }
            int digits = to.getSqlTypeName() == SqlTypeName.REAL ? REAL_DIGITS : DOUBLE_DIGITS;
            return SqlTypeUtil.isApproximateNumeric(to) && scale(from) == 0 && from.getPrecision() <= digits;
        }
        SqlTypeName source = from.getSqlTypeName();
        return switch (to.getSqlTypeName()) {
            case DOUBLE, FLOAT -> SqlTypeUtil.isApproximateNumeric(from);
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                source == to.getSqlTypeName() && to.getPrecision() >= from.getPrecision();
            case VARCHAR ->
                SqlTypeUtil.inCharFamily(from)
                        && (to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
                                || from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
                                        && to.getPrecision() >= from.getPrecision());
            default -> false;
        };
    }

    private static int scale(RelDataType type) {
        return Math.max(0, type.getScale());
    }
}
