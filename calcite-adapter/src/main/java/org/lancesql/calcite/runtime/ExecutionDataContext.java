package org.lancesql.calcite.runtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.schema.SchemaPlus;
import org.lancesql.calcite.expression.LanceDataContext;

/**
 * The data context of one run of generated code. It owns every row source that the code opens, because the code does
 * not close them on all of its paths.
 */
public final class ExecutionDataContext extends LanceDataContext implements AutoCloseable {
    private final StatementExecution execution;
    private final Set<Enumerator<?>> owned = new LinkedHashSet<>();

    public ExecutionDataContext(StatementExecution execution, Map<String, Object> stashed) {
        super(execution.context(), stashed);
        this.execution = execution;
    }

    @Override
    public SchemaPlus getRootSchema() {
        return execution.workTables().get();
    }

    StatementExecution execution() {
        return execution;
    }

    void own(Enumerator<?> rows) {
        owned.add(rows);
    }

    void disown(Enumerator<?> rows) {
        owned.remove(rows);
    }

    @Override
    public void close() {
        List.copyOf(owned).forEach(Enumerator::close);
    }
}
