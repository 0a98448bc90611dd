package org.lancesql.calcite.engine;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.versioning.VersionSelector;

/** What a value that is bound to {@code FOR VERSION AS OF ?} names: a number a version, a text a tag or branch. */
final class PinParameters {
    private PinParameters() {}

    /** @param what names the parameter in messages */
    static VersionSelector version(String what, @Nullable Object value) {
        if (value instanceof String name && !name.isEmpty()) {
            return new VersionSelector.Name(name);
        }
        if (value instanceof Number number) {
            try {
                long version = new BigDecimal(number.toString()).longValueExact();
                return new VersionSelector.Number(version);
            } catch (ArithmeticException | NumberFormatException e) {
                throw refused(what, value, e);
            }
        }
        throw refused(what, value, null);
    }

    private static StatementException refused(String what, @Nullable Object value, @Nullable Exception cause) {
        String given;
        if (value instanceof String) {
            given = "''";
        } else if (value == null || value instanceof Number) {
            given = value == null ? "NULL" : value.toString();
        } else {
            given = "a value of Java type " + value.getClass().getSimpleName();
        }
        return new StatementException(
                Reason.INVALID_VERSION,
                what + " is " + given + "; it takes the number of a version, or the name of a tag or branch",
                null,
                cause);
    }
}
