package org.lancesql.calcite.plan;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.jspecify.annotations.Nullable;

/** The types of a statement's parameters, in the order of its text, which is not that of the tree of a lowered statement. */
final class ParameterTypes extends SqlBasicVisitor<@Nullable Void> {
    private final SortedMap<Integer, RelDataType> types = new TreeMap<>();
    private final SqlValidator validator;

    private ParameterTypes(SqlValidator validator) {
        this.validator = validator;
    }

    /**
     * A row type with a field for each parameter; one that planning has dropped takes any text.
     *
     * @param outside types of parameters that are not in the tree
     */
    static RelDataType of(
            SqlNode statement, SqlValidator validator, RelDataTypeFactory factory, Map<Integer, RelDataType> outside) {
        ParameterTypes parameters = new ParameterTypes(validator);
        parameters.types.putAll(outside);
        statement.accept(parameters);
        RelDataTypeFactory.Builder builder = factory.builder();
        int count = parameters.types.isEmpty() ? 0 : parameters.types.lastKey() + 1;
        for (int i = 0; i < count; i++) {
            RelDataType type = parameters.types.get(i);
            builder.add(
                    "?" + i,
                    type == null
                            ? factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), true)
                            : type);
        }
        return builder.build();
    }

    @Override
    public @Nullable Void visit(SqlDynamicParam parameter) {
        types.put(parameter.getIndex(), validator.getValidatedNodeType(parameter));
        return null;
    }
}
