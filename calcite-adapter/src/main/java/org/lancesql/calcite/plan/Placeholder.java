package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.jspecify.annotations.Nullable;

/**
 * A column of the rows that a lowered statement selects from, by its place instead of its name. {@link ChangePlan} puts the
 * reference in once there are places.
 */
public final class Placeholder extends SqlSpecialOperator {
    private static final int ACTION = -1;

    private final int index;
    private final Function<RelDataTypeFactory, RelDataType> type;

    private Placeholder(String name, int index, Function<RelDataTypeFactory, RelDataType> type) {
        super(name, SqlKind.OTHER_FUNCTION);
        this.index = index;
        this.type = requireNonNull(type, "type is null");
    }

    /**
     * A column of FROM.
     *
     * @param index its place among the columns of all of FROM, from 0
     */
    public static SqlNode column(int index, Function<RelDataTypeFactory, RelDataType> type) {
        // The name tells them apart: calls of equal operators are one expression to the optimiser.
        return new Placeholder("COLUMN" + index, index, type).createCall(SqlParserPos.ZERO);
    }

    /** The number of the clause that applies to the row: see {@link ChangeLayout#hasAction}. */
    public static SqlNode action() {
        return new Placeholder(
                        "ACTION",
                        ACTION,
                        factory -> factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.INTEGER), true))
                .createCall(SqlParserPos.ZERO);
    }

    boolean isAction() {
        return index == ACTION;
    }

    int index() {
        return index;
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        writer.keyword(getName());
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, @Nullable SqlValidatorScope scope, SqlCall call) {
        RelDataTypeFactory factory = validator.getTypeFactory();
        return factory.createTypeWithNullability(type.apply(factory), true);
    }

    RexNode convert(SqlRexContext context) {
        RelDataTypeFactory factory = context.getTypeFactory();
        return context.getRexBuilder()
                .makeCall(factory.createTypeWithNullability(type.apply(factory), true), this, List.of());
    }
}
