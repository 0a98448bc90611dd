package org.lancesql.calcite.pushdown;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.expression.LiteralValues.Value;

/** What is constant while a statement runs. */
@FunctionalInterface
public interface Constants {
    /** The value of a node, empty when it is not constant. */
    Optional<Value> find(RexNode node);

    /** Literals alone. */
    static Constants literals() {
        return node -> node instanceof RexLiteral literal ? LiteralValues.of(literal) : Optional.empty();
    }

    /** Literals and parameters. */
    static Constants withParameters(List<@Nullable Object> parameters) {
        return node -> node instanceof RexDynamicParam parameter
                ? Optional.of(new Value(parameters.get(parameter.getIndex())))
                : literals().find(node);
    }

    /** Literals, and an ordinary value for each parameter: enough to see which forms can be pushed at all. */
    static Constants withSamples() {
        return node -> node instanceof RexDynamicParam parameter
                ? Optional.ofNullable(sample(parameter)).map(Value::new)
                : literals().find(node);
    }

    private static @Nullable Object sample(RexDynamicParam parameter) {
        return switch (parameter.getType().getSqlTypeName()) {
            case BOOLEAN -> true;
            case TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER -> 0L;
            case UBIGINT, DECIMAL -> BigDecimal.ZERO;
            case REAL -> 0f;
            case FLOAT, DOUBLE -> 0d;
            case CHAR, VARCHAR -> "";
            case BINARY, VARBINARY -> new byte[0];
            case DATE -> LocalDate.EPOCH;
            case TIME -> LocalTime.MIDNIGHT;
            case TIMESTAMP -> LocalDate.EPOCH.atStartOfDay();
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Instant.EPOCH;
            case UUID -> new UUID(0, 0);
            default -> null;
        };
    }
}
