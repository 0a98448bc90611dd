package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.expression.RexCompiler;
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
    /** The constants, which become columns behind those of the parameters. */
    private final List<Expression> constants;

    private final List<Expression> expressions;
    private final List<Field> fields;

    private RowTemplate(List<Expression> constants, List<Expression> expressions, List<Field> fields) {
        this.constants = constants;
        this.expressions = expressions;
        this.fields = fields;
    }

    /** The template of a plan, if it is one row that needs nothing but parameters and constants. */
    static Optional<RowTemplate> of(RelNode root, RexBuilder rexBuilder, int parameterCount) {
        RelNode source = root;
        while (source instanceof Project project) {
            if (RexOver.containsOver(project.getProjects(), null)) {
                return Optional.empty();
            }
            source = project.getInput();
        }
        if (!(source instanceof Values values) || values.getTuples().size() != 1) {
            return Optional.empty();
        }
        RexCompiler compiler = new RexCompiler(rexBuilder, Map.of(), 0);
        List<Expression> expressions =
                columns(root, parameterCount).stream().map(compiler::compile).toList();
        return Optional.of(new RowTemplate(constants(values), expressions, SqlTypes.toArrow(root.getRowType())));
    }

    private static List<Expression> constants(Values values) {
        List<RexLiteral> tuple = values.getTuples().get(0);
        List<Expression> constants = new ArrayList<>();
        for (int i = 0; i < tuple.size(); i++) {
            RelDataType type = values.getRowType().getFieldList().get(i).getType();
            constants.add(Expressions.literal(SqlTypes.toArrow("", type), LiteralValues.of(tuple.get(i), type)));
        }
        return constants;
    }

    /** The columns of a row, over the parameters and, behind them, the constants. */
    private static List<RexNode> columns(RelNode node, int parameterCount) {
        if (node instanceof Project project) {
            List<RexNode> inputs = columns(project.getInput(), parameterCount);
            return new AsColumns(inputs).visitList(project.getProjects());
        }
        List<RexNode> columns = new ArrayList<>();
        for (RelDataTypeField field : node.getRowType().getFieldList()) {
            columns.add(new RexInputRef(parameterCount + field.getIndex(), field.getType()));
        }
        return columns;
    }

    private static final class AsColumns extends RexShuttle {
        private final List<RexNode> inputs;

        AsColumns(List<RexNode> inputs) {
            this.inputs = inputs;
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
            return inputs.get(reference.getIndex());
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
        List<Expression> inputs = new ArrayList<>();
        List<Field> inputFields = new ArrayList<>(parameters.fields());
        for (int i = 0; i < parameters.fields().size(); i++) {
            inputs.add(Expressions.column(i, parameters.fields().get(i)));
        }
        for (Expression constant : constants) {
            inputs.add(constant);
            inputFields.add(constant.field());
        }
        BatchOperator withConstants = new ProjectOperator(parameters, inputs, inputFields, context);
        return new ProjectOperator(withConstants, expressions, fields, context);
    }
}
