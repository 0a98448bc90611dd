package org.lancesql.calcite.versionpin;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.lancesql.calcite.parser.SqlVersionedTable.Clause;
import org.lancesql.versioning.VersionSelector;

/** Which version a reference to a table asks for. */
public sealed interface Pin {
    /** The text says it. */
    record Known(VersionSelector selector) implements Pin {
        public Known {
            requireNonNull(selector, "selector is null");
        }
    }

    /**
     * An expression says it each time the statement runs: a parameter, the clock, or a constant that has to be computed.
     *
     * @param expression as it was written, with numbers behind its parameters
     */
    record Deferred(Clause clause, String expression) implements Pin {
        public Deferred {
            requireNonNull(clause, "clause is null");
            requireNonNull(expression, "expression is null");
        }
    }

    /** A form that {@link #decode} reads, of characters that can stand in a name. */
    default String encode() {
        if (this instanceof Known known) {
            if (known.selector instanceof VersionSelector.Number number) {
                return "v" + number.version();
            }
            return known.selector instanceof VersionSelector.Name name
                    ? "n" + name.name()
                    : "m" + ((VersionSelector.AsOf) known.selector).moment();
        }
        Deferred deferred = (Deferred) this;
        return (deferred.clause == Clause.VERSION ? "V" : "T") + deferred.expression;
    }

    static Pin decode(String encoded) {
        String text = encoded.substring(1);
        return switch (encoded.charAt(0)) {
            case 'v' -> new Known(new VersionSelector.Number(Long.parseLong(text)));
            case 'n' -> new Known(new VersionSelector.Name(text));
            case 'm' -> new Known(new VersionSelector.AsOf(Instant.parse(text)));
            case 'V' -> new Deferred(Clause.VERSION, text);
            case 'T' -> new Deferred(Clause.TIME, text);
            default -> throw new IllegalArgumentException("no pin: " + encoded);
        };
    }

    /** The clause, behind a blank. */
    default String sql() {
        if (this instanceof Known known) {
            if (known.selector instanceof VersionSelector.Number number) {
                return ' ' + Clause.VERSION.sql() + ' ' + number.version();
            }
            return known.selector instanceof VersionSelector.Name name
                    ? ' ' + Clause.VERSION.sql() + " '" + name.name().replace("'", "''") + '\''
                    : ' ' + Clause.TIME.sql() + " '" + ((VersionSelector.AsOf) known.selector).moment() + '\'';
        }
        Deferred deferred = (Deferred) this;
        return ' ' + deferred.clause.sql() + ' ' + deferred.expression;
    }
}
