package org.lancesql.calcite.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.estimates.ParameterConditions;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rel.CompileContext;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.calcite.schema.LanceTable;

/** A physical plan: it can be printed, and compiled to operators. */
public final class PhysicalPlan {
    private final BatchRel root;
    private final RexBuilder rexBuilder;
    private final int parameterCount;
    private final PlanLeaves leaves;
    private final ParameterConditions waiting;

    /**
     * @param rexBuilder one that outlives the planning: it asks no statement whether it may go on
     * @param waiting conditions for which values of parameters could make another plan
     */
    PhysicalPlan(BatchRel root, RexBuilder rexBuilder, int parameterCount, ParameterConditions waiting) {
        this.root = root;
        this.rexBuilder = rexBuilder;
        this.parameterCount = parameterCount;
        this.leaves = PlanLeaves.of((RelNode) root);
        this.waiting = waiting;
    }

    /** The conditions for which values of parameters could make another plan. */
    public ParameterConditions waiting() {
        return waiting;
    }

    /** The scans of tables in it. */
    public List<LanceTableScan> scans() {
        return leaves.scans();
    }

    /** The tables that it reads. */
    public Set<LanceTable> scannedTables() {
        return leaves.tables();
    }

    /**
     * Whether each execution begins where the first did, whoever it is for: the plan reads tables and constants alone, and
     * no function in it remembers anything.
     */
    public boolean isRepeatable() {
        return leaves.isRepeatable();
    }

    public RelDataType rowType() {
        return root.getRowType();
    }

    public int parameterCount() {
        return parameterCount;
    }

    /**
     * Compiles the operators.
     *
     * @throws StatementException when Calcite has no code for one of them
     */
    public OperatorFactory compile() {
        return compile(null);
    }

    /** Compiles operators that count in a profile what they do. */
    public OperatorFactory compileMeasured(PlanProfile profile) {
        return compile(profile);
    }

    private OperatorFactory compile(@Nullable PlanProfile profile) {
        try {
            return new CompileContext(rexBuilder, parameterCount, profile).operators(root);
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith("Unable to implement")) {
                throw new StatementException(
                        StatementException.Reason.NOT_SUPPORTED,
                        "This query has a part that cannot be executed yet",
                        null,
                        e);
            }
            throw e;
        }
    }

    /** The one row that the plan computes from parameters and constants; empty if it does anything else. */
    public Optional<RowTemplate> rowTemplate() {
        return RowTemplate.of(root, rexBuilder, parameterCount);
    }

    /** The plan as text, a line for each operator, inputs indented below. */
    public List<String> explain() {
        return PlanText.lines((RelNode) root, null);
    }

    /** The same with what the operators did in an execution. */
    public List<String> explain(ProfileText profile) {
        return PlanText.lines((RelNode) root, profile);
    }
}
