package org.lancesql.calcite.expression;

import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.execution.ExecutionContext;

/** What Calcite's generated code asks for while it runs: clock, zone, parameters, and objects stashed by the plan. */
public class LanceDataContext implements DataContext {
    private static final JavaTypeFactory TYPES = new LanceTypeFactory();

    private final ExecutionContext context;
    private final Map<String, Object> stashed;
    private final AtomicBoolean cancelFlag = new AtomicBoolean();

    public LanceDataContext(ExecutionContext context, Map<String, Object> stashed) {
        this.context = context;
        this.stashed = stashed;
    }

    @Override
    public @Nullable SchemaPlus getRootSchema() {
        return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
        return TYPES;
    }

    @Override
    public QueryProvider getQueryProvider() {
        throw new UnsupportedOperationException("Generated code does not query");
    }

    @Override
    public @Nullable Object get(String name) {
        Object value = stashed.get(name);
        if (value != null) {
            return value;
        }
        if (name.startsWith("?")) {
            return InternalParameters.toInternal(
                    context.parameters().get(Integer.parseInt(name.substring(1))), context.timeZone());
        }
        long utcMillis = context.startedAt().toEpochMilli();
        return switch (name) {
            case "utcTimestamp" -> utcMillis;
            case "currentTimestamp", "localTimestamp" ->
                context.startedAt()
                        .atZone(context.timeZone())
                        .toLocalDateTime()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            case "timeZone" -> TimeZone.getTimeZone(context.timeZone());
            case "cancelFlag" -> cancelFlag;
            case "locale" -> java.util.Locale.ROOT;
            default -> null;
        };
    }
}
