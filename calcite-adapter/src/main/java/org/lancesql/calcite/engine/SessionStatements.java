package org.lancesql.calcite.engine;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.StatementKind;
import org.lancesql.calcite.parser.SqlCancelSession;
import org.lancesql.calcite.parser.SqlSetSetting;
import org.lancesql.calcite.parser.SqlUse;
import org.lancesql.calcite.schema.NearNames;

/** SET, RESET and USE. */
final class SessionStatements {
    private static final int MILLIS_PER_MINUTE = 60_000;
    private static final int MINUTES_PER_HOUR = 60;

    private final EngineContext engine;

    SessionStatements(EngineContext engine) {
        this.engine = engine;
    }

    CompiledStatement set(SqlSetSetting statement) {
        SqlIdentifier name = statement.name();
        if (name == null) {
            return statement(session -> Arrays.stream(Setting.values()).forEach(setting -> reset(setting, session)));
        }
        Setting setting = setting(name);
        SqlNode value = statement.value();
        if (value == null) {
            return statement(session -> reset(setting, session));
        }
        String text = setting == Setting.TIME_ZONE ? zone(value) : text(value);
        try {
            setting.canonical(text);
        } catch (IllegalArgumentException e) {
            throw new StatementException(Reason.INVALID_PARAMETER, String.valueOf(e.getMessage()), position(value), e);
        }
        return statement(session -> set(setting, text, session));
    }

    private void reset(Setting setting, SessionContext session) {
        if (setting == Setting.AS_OF) {
            set(setting, session.state().initial(setting), session);
        } else {
            session.state().reset(setting);
        }
    }

    private void set(Setting setting, String text, SessionContext session) {
        if (setting != Setting.AS_OF) {
            session.state().set(setting, text);
        } else if (!text.equals(session.state().get(setting))) {
            new SessionSnapshots(engine).set(text, session.state());
        }
    }

    /** The setting of a name. */
    static Setting setting(SqlIdentifier name) {
        return Setting.find(name.getSimple())
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_SETTING,
                        "There is no setting " + name.getSimple()
                                + NearNames.suggestion(name.getSimple(), Setting.keys()) + "; there are "
                                + String.join(", ", Setting.keys()),
                        position(name),
                        null));
    }

    /** The value of a setting as text. */
    static String text(SqlNode value) {
        if (value instanceof SqlCharStringLiteral literal) {
            return String.valueOf(literal.getValueAs(String.class));
        }
        if (value instanceof SqlNumericLiteral literal) {
            return String.valueOf(literal.getValueAs(BigDecimal.class).toPlainString());
        }
        return value instanceof SqlLiteral literal ? String.valueOf(literal.toValue()) : value.toString();
    }

    /** A zone by name, by its hours east of Greenwich, or by an interval. */
    private static String zone(SqlNode value) {
        if (value instanceof SqlNumericLiteral literal) {
            BigDecimal minutes = literal.getValueAs(BigDecimal.class).multiply(BigDecimal.valueOf(MINUTES_PER_HOUR));
            return offset(minutes.doubleValue(), value);
        }
        if (value instanceof SqlIntervalLiteral literal) {
            SqlIntervalLiteral.IntervalValue interval = literal.getValueAs(SqlIntervalLiteral.IntervalValue.class);
            if (interval.getIntervalQualifier().typeName().getFamily() == SqlTypeFamily.INTERVAL_DAY_TIME) {
                return offset((double) SqlParserUtil.intervalToMillis(interval) / MILLIS_PER_MINUTE, value);
            }
        }
        return text(value);
    }

    private static String offset(double minutes, SqlNode value) {
        double most = ZoneOffset.MAX.getTotalSeconds() / 60.0;
        if (minutes != Math.rint(minutes) || Math.abs(minutes) > most) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    "A time zone is whole minutes from Greenwich, at most 18 hours; got " + value,
                    position(value),
                    null);
        }
        return ZoneOffset.ofTotalSeconds((int) minutes * 60).getId();
    }

    static CompiledStatement use(SqlUse statement, String databaseName) {
        SqlIdentifier name = statement.name();
        boolean isCatalog = name.isSimple()
                && name.getSimple().equalsIgnoreCase(databaseName)
                && SchemaName.find(name.getSimple()).isEmpty();
        SchemaName schema = isCatalog ? SchemaName.MAIN : Names.schema(name, databaseName);
        return statement(session -> session.state().use(schema));
    }

    static CompiledStatement cancel(SqlCancelSession statement, Activity activity) {
        return statement(session -> activity.cancel(statement.number(), session.state()));
    }

    private static CompiledStatement statement(Consumer<SessionContext> change) {
        return new CommandStatement(StatementKind.SESSION, (session, token) -> {
            change.accept(session);
            return 0;
        });
    }

    private static @Nullable Position position(SqlNode node) {
        int line = node.getParserPosition().getLineNum();
        return line < 1 ? null : new Position(line, node.getParserPosition().getColumnNum());
    }
}
