package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;
import static org.apache.calcite.util.Static.RESOURCE;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.versionpin.HiddenName;
import org.lancesql.execution.CancelToken;

/**
 * Lets INSERT put arrays, maps, rows and intervals into columns whose types differ from theirs only in detail, and
 * defaults of columns use the functions that statements do.
 */
final class AssigningValidator extends SqlValidatorImpl {
    private final CancelToken cancelToken;
    private final UnaryOperator<SqlNode> rewriting;
    private @Nullable InsertedNulls nulls;
    private @Nullable SqlNode source;
    private final Set<@Nullable SqlCall> windowed = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * @param cancelToken polled for each expression
     * @param rewriting what is done to expressions that are stored, as it has been done to the statement
     */
    AssigningValidator(
            SqlOperatorTable operators,
            SqlValidatorCatalogReader reader,
            LanceTypeFactory factory,
            CancelToken cancelToken,
            Config config,
            UnaryOperator<SqlNode> rewriting) {
        super(operators, reader, factory, config.withTypeCoercionFactory(Coercion::new));
        this.cancelToken = cancelToken;
        this.rewriting = rewriting;
    }

    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
        cancelToken.check();
        return isFilteredWithinGroup(expression)
                ? filtered(scope, (SqlCall) expression)
                : super.deriveType(scope, expression);
    }

    private static boolean isFilteredWithinGroup(SqlNode expression) {
        return expression.getKind() == SqlKind.FILTER
                && ((SqlCall) expression).operand(0).getKind() == SqlKind.WITHIN_GROUP;
    }

    /** Calcite asks the function below for its type without the order that its type depends on. */
    private RelDataType filtered(SqlValidatorScope scope, SqlCall call) {
        RelDataType condition = deriveType(scope, call.operand(1));
        if (!SqlTypeUtil.inBooleanFamily(condition)) {
            throw newValidationError(call.operand(1), RESOURCE.condMustBeBoolean("FILTER"));
        }
        RelDataType type = typeFactory.createTypeWithNullability(super.deriveType(scope, call.operand(0)), true);
        setValidatedNodeType(call, type);
        return type;
    }

    /** Joins with USING and NATURAL become joins with conditions, so that their columns can be named everywhere. */
    @Override
    protected void validateSelect(SqlSelect select, RelDataType targetRowType) {
        CommonColumns.spellOut(select, this);
        super.validateSelect(select, targetRowType);
    }

    @Override
    public void validateInsert(SqlInsert insert) {
        SqlValidatorNamespace namespace = requireNonNull(getNamespace(insert), "namespace");
        validateNamespace(namespace, unknownType);
        SqlValidatorTable target = namespace.getTable();
        LanceTable table = target == null ? null : target.unwrap(LanceTable.class);
        if (table != null) {
            nulls = new InsertedNulls(table);
            nulls.requireColumns(insert);
            source = insert.getSource();
        }
        super.validateInsert(insert);
    }

    @Override
    protected void validateValues(SqlCall values, RelDataType targetRowType, SqlValidatorScope scope) {
        if (nulls != null && values == source) {
            nulls.requireValues(values, targetRowType);
        }
        super.validateValues(values, targetRowType, scope);
    }

    @Override
    public void validateWindow(SqlNode windowOrId, SqlValidatorScope scope, @Nullable SqlCall call) {
        windowed.add(call);
        super.validateWindow(windowOrId, scope, call);
    }

    @Override
    public void validateAggregateParams(
            SqlCall call,
            @Nullable SqlNode filter,
            @Nullable SqlNodeList distinctList,
            @Nullable SqlNodeList orderList,
            SqlValidatorScope scope) {
        super.validateAggregateParams(call, filter, distinctList, orderList, scope);
        if (!windowed.contains(call)) {
            OuterAggregates.refuse(call, scope, this);
        }
    }

    @Override
    public SqlNode validateParameterizedExpression(SqlNode expression, Map<String, RelDataType> parameters) {
        return super.validateParameterizedExpression(rewriting.apply(expression), parameters);
    }

    /** Casts that Calcite would write into the statement, where it has words for the type. */
    private static final class Coercion extends TypeCoercionImpl {
        Coercion(RelDataTypeFactory factory, SqlValidator validator) {
            super(factory, validator);
        }

        /** Next to a UUID, a text is one: as texts, two spellings of one UUID would differ. */
        @Override
        public @Nullable RelDataType commonTypeForBinaryComparison(
                @Nullable RelDataType left, @Nullable RelDataType right) {
            if (left != null && right != null && isUuidAndText(left, right)) {
                return left.getSqlTypeName() == SqlTypeName.UUID ? left : right;
            }
            return super.commonTypeForBinaryComparison(left, right);
        }

        private static boolean isUuidAndText(RelDataType left, RelDataType right) {
            return (left.getSqlTypeName() == SqlTypeName.UUID && SqlTypeUtil.inCharFamily(right))
                    || (right.getSqlTypeName() == SqlTypeName.UUID && SqlTypeUtil.inCharFamily(left));
        }

        /** A timestamp is no date: what it has beside the day would go unseen. */
        @Override
        public @Nullable RelDataType implicitCast(RelDataType in, SqlTypeFamily expected) {
            boolean losesTime = expected == SqlTypeFamily.DATE && SqlTypeFamily.TIMESTAMP.contains(in);
            return losesTime ? null : super.implicitCast(in, expected);
        }

        @Override
        protected boolean needToCast(
                @Nullable SqlValidatorScope scope, SqlNode node, RelDataType target, SqlTypeMappingRule mapping) {
            return !isOwn(target) && super.needToCast(scope, node, target, mapping);
        }
    }

    @Override
    protected void checkTypeAssignment(
            @Nullable SqlValidatorScope sourceScope,
            SqlValidatorTable table,
            RelDataType sourceRowType,
            RelDataType targetRowType,
            SqlNode query) {
        RelDataTypeFactory.Builder builder = typeFactory.builder();
        List<RelDataTypeField> targets = targetRowType.getFieldList();
        for (RelDataTypeField source : sourceRowType.getFieldList()) {
            RelDataType target = targets.get(source.getIndex()).getType();
            boolean assignable = isOwn(target) && isAssignable(target, source.getType());
            builder.add(source.getName(), assignable ? target : source.getType());
        }
        super.checkTypeAssignment(sourceScope, table, builder.build(), targetRowType, query);
    }

    /** The type of an expression after its parameters have got theirs, from what the expression is expected to be. */
    static RelDataType deriveInferred(
            SqlValidator validator, SqlValidatorScope scope, SqlNode expression, RelDataType expected) {
        ((AssigningValidator) validator).inferUnknownTypes(expected, scope, expression);
        return validator.deriveType(scope, expression);
    }

    /** Whether a statement may put a value of one type into a column of another. */
    static boolean accepts(SqlValidator validator, RelDataType target, RelDataType source) {
        if (isOwn(target)) {
            return isAssignable(target, source);
        }
        return SqlTypeUtil.canAssignFrom(target, source)
                || SqlTypeUtil.canCastFrom(target, source, validator.getTypeMappingRule());
    }

    /** A star does not stand for columns whose names cannot be typed. */
    @Override
    protected void addToSelectList(
            List<SqlNode> list,
            Set<String> aliases,
            List<Map.Entry<String, RelDataType>> fields,
            SqlNode expression,
            SelectScope scope,
            boolean includeSystemVars) {
        if (!(expression instanceof SqlIdentifier column) || !HiddenName.isHidden(column)) {
            super.addToSelectList(list, aliases, fields, expression, scope, includeSystemVars);
        }
    }

    private static boolean isOwn(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case ARRAY, MAP, ROW -> true;
            default -> SqlTypeUtil.isInterval(type);
        };
    }

    private static boolean isAssignable(RelDataType target, RelDataType source) {
        if (source.getSqlTypeName() == SqlTypeName.NULL) {
            return true;
        } else if (source.getSqlTypeName() != target.getSqlTypeName()) {
            return isScalarAssignable(target, source);
        }
        return switch (target.getSqlTypeName()) {
            case ARRAY -> isAssignable(component(target), component(source));
            case MAP ->
                isAssignable(requireNonNull(target.getKeyType()), requireNonNull(source.getKeyType()))
                        && isAssignable(requireNonNull(target.getValueType()), requireNonNull(source.getValueType()));
            case ROW -> areAssignable(target.getFieldList(), source.getFieldList());
            default -> true;
        };
    }

    private static RelDataType component(RelDataType type) {
        return requireNonNull(type.getComponentType(), "component type");
    }

    private static boolean areAssignable(List<RelDataTypeField> targets, List<RelDataTypeField> sources) {
        if (targets.size() != sources.size()) {
            return false;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (!isAssignable(targets.get(i).getType(), sources.get(i).getType())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScalarAssignable(RelDataType target, RelDataType source) {
        boolean text = SqlTypeUtil.inCharFamily(source);
        return switch (target.getSqlTypeName()) {
            case MAP, ROW -> false;
            case ARRAY -> text && !isOwn(component(target));
            case UUID, DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> text;
            default -> {
                SqlTypeFamily family = target.getSqlTypeName().getFamily();
                yield family != null && (family == source.getSqlTypeName().getFamily() || numeric(target, source));
            }
        };
    }

    private static boolean numeric(RelDataType target, RelDataType source) {
        return SqlTypeUtil.isNumeric(target) && SqlTypeUtil.isNumeric(source);
    }
}
