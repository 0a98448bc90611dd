package org.lancesql.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Describes the parameters of a prepared statement, as far as the statement tells their types. */
final class LanceParameterMetaData implements ParameterMetaData {
    private final List<AvaticaParameter> parameters;

    LanceParameterMetaData(List<AvaticaParameter> parameters) {
        this.parameters = parameters;
    }

    private AvaticaParameter parameter(int index) throws SQLException {
        if (index < 1 || index > parameters.size()) {
            throw JdbcErrors.noSuchParameter(index, parameters.size());
        }
        return parameters.get(index - 1);
    }

    @Override
    public int getParameterCount() {
        return parameters.size();
    }

    @Override
    public int isNullable(int parameter) throws SQLException {
        parameter(parameter);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int parameter) throws SQLException {
        return parameter(parameter).signed;
    }

    @Override
    public int getPrecision(int parameter) throws SQLException {
        return parameter(parameter).precision;
    }

    @Override
    public int getScale(int parameter) throws SQLException {
        return parameter(parameter).scale;
    }

    @Override
    public int getParameterType(int parameter) throws SQLException {
        return parameter(parameter).parameterType;
    }

    @Override
    public String getParameterTypeName(int parameter) throws SQLException {
        return parameter(parameter).typeName;
    }

    @Override
    public String getParameterClassName(int parameter) throws SQLException {
        return parameter(parameter).className;
    }

    @Override
    public int getParameterMode(int parameter) throws SQLException {
        parameter(parameter);
        return parameterModeIn;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw JdbcErrors.notAWrapper(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
