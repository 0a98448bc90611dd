package org.lancesql.jdbc.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.SqlStates;

/**
 * What the URL of a request says of the connection, as in {@code http://localhost:8765/sales?readOnly=true}. It stands
 * there because Avatica's client sends no property of its JDBC URL.
 *
 * @param database name of the database, or null if the URL has none
 * @param options connection properties by name
 */
record RequestTarget(@Nullable String database, Map<String, String> options) {
    RequestTarget {
        options = Map.copyOf(options);
    }

    /**
     * Reads the path and the query of a URL.
     *
     * @throws SQLException when an option is not of the form {@code name=value}, or is given twice
     */
    static RequestTarget parse(String path, @Nullable String query) throws SQLException {
        String name = path.replaceAll("^/|/$", "");
        Map<String, String> options = new LinkedHashMap<>();
        for (String pair : query == null ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw SqlStates.create(
                        SqlStates.INVALID_PARAMETER_VALUE, "\"" + pair + "\" in the URL is not of the form key=value");
            }
            String key = decode(pair.substring(0, equals));
            if (options.put(key, decode(pair.substring(equals + 1))) != null) {
                throw SqlStates.create(SqlStates.INVALID_PARAMETER_VALUE, "The URL sets " + key + " twice");
            }
        }
        return new RequestTarget(name.isEmpty() ? null : decode(name), options);
    }

    private static String decode(String text) throws SQLException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw SqlStates.create(
                    SqlStates.INVALID_PARAMETER_VALUE, "\"" + text + "\" in the URL is not well encoded", e);
        }
    }
}
