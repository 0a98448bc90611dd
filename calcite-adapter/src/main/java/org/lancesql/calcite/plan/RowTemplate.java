package org.lancesql.calcite.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.expression.RexCompiler;
import org.lancesql.calcite.rel.BatchOnce;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.operator.ProjectOperator;

/**
 * One row of expressions over parameters and constants, as {@code VALUES (?, ? * 2, 'x')} gives it. It is computed for
 * many rows of parameters at once, with the parameters as columns.
 */
public final class RowTemplate {
    /** Steps from constants to the row, each of which adds its columns behind those of the parameters. */
    private final List<Step> steps;

    /** Expressions over the parameters and, behind them, the columns of the step before. */
    private record Step(List<Expression> expressions, List<Field> fields) {}

    private RowTemplate(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** The template of a plan, if it is one row that needs nothing but parameters and constants. */
    static Optional<RowTemplate> of(RelNode root, RexBuilder rexBuilder, int parameterCount) {
        Deque<Step> steps = new ArrayDeque<>();
        RexCompiler compiler = new RexCompiler(rexBuilder, Map.of(), 0);
        RelNode source = root;
        while (source instanceof Project || source instanceof BatchOnce) {
            if (source instanceof Project project) {
                if (RexOver.containsOver(project.getProjects(), null)) {
                    return Optional.empty();
                }
                List<RexNode> columns = new AsColumns(parameterCount).visitList(project.getProjects());
                steps.addFirst(new Step(
                        columns.stream().map(compiler::compile).toList(), SqlTypes.toArrow(project.getRowType())));
            }
            source = source.getInput(0);
        }
        if (!(source instanceof Values values) || values.getTuples().size() != 1) {
            return Optional.empty();
        }
        steps.addFirst(constants(values));
        return Optional.of(new RowTemplate(List.copyOf(steps)));
    }

    private static Step constants(Values values) {
        List<RexLiteral> tuple = values.getTuples().get(0);
        List<Expression> constants = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            RelDataType type = values.getRowType().getFieldList().get(i).getType();
            constants.add(Expressions.literal(SqlTypes.toArrow("", type), LiteralValues.of(tuple.get(i), type)));
        }
        return new Step(constants, SqlTypes.toArrow(values.getRowType()));
    }

    /** Refers to the columns of a step's input. */
    private static final class AsColumns extends RexShuttle {
        private final int parameterCount;

        AsColumns(int parameterCount) {
            this.parameterCount = parameterCount;
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(parameterCount + reference.getIndex(), reference.getType());
        }

        @Override
        public RexNode visitDynamicParam(RexDynamicParam parameter) {
            return new RexInputRef(parameter.getIndex(), parameter.getType());
        }
    }

    /**
     * A row for each row of parameters.
     *
     * @param parameters a column for each parameter, of its type; taken over
     */
    public BatchOperator over(BatchOperator parameters, ExecutionContext context) {
        List<Field> parameterFields = parameters.fields();
        List<Expression> parameterColumns = new ArrayList<>();
        for (int i = 0; i < parameterFields.size(); i++) {
            parameterColumns.add(Expressions.column(i, parameterFields.get(i)));
        }
        BatchOperator rows = parameters;
        for (Step step : steps.subList(0, steps.size() - 1)) {
            List<Expression> expressions = new ArrayList<>(parameterColumns);
            expressions.addAll(step.expressions());
            List<Field> fields = new ArrayList<>(parameterFields);
            fields.addAll(step.fields());
            rows = new ProjectOperator(rows, expressions, fields, context);
        }
        Step last = steps.get(steps.size() - 1);
        return new ProjectOperator(rows, last.expressions(), last.fields(), context);
    }
}
