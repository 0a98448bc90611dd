package org.lancesql.sqltests;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A connection whose failures, and those of its statements and results, are {@link ScriptError}s. */
final class ScriptConnection {
    private ScriptConnection() {}

    static Connection of(Connection connection) {
        return wrap(Connection.class, connection);
    }

    private static <T> T wrap(Class<T> type, T target) {
        Object proxy = Proxy.newProxyInstance(
                ScriptConnection.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call(target, method, arguments));
        return type.cast(proxy);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws SQLException {
        try {
            if (target instanceof Statement statement && method.getName().equals("executeQuery") && arguments != null) {
                return wrap(ResultSet.class, query(statement, (String) arguments[0]));
            }
            return wrapResult(method.invoke(target, arguments));
        } catch (InvocationTargetException e) {
            throw ScriptError.of(e.getCause());
        } catch (Exception | Error e) {
            throw ScriptError.of(e);
        }
    }

    /** Quidem runs what should fail as a query, also when it is none; so its failure must not be that it is none. */
    private static ResultSet query(Statement statement, String sql) throws SQLException {
        if (statement.execute(sql)) {
            return statement.getResultSet();
        }
        throw new SQLException("Not a query; " + statement.getUpdateCount() + " rows modified", "02000");
    }

    private static Object wrapResult(Object result) {
        if (result instanceof PreparedStatement statement) {
            return wrap(PreparedStatement.class, statement);
        }
        if (result instanceof Statement statement) {
            return wrap(Statement.class, statement);
        }
        if (result instanceof ResultSet rows) {
            return wrap(ResultSet.class, rows);
        }
        return result;
    }
}
