package org.lancesql.jdbc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Setting;
import org.lancesql.calcite.StatementException;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;

/**
 * What a URL and its properties ask for.
 *
 * @param directory the database, or null for a temporary one
 * @param create whether a missing directory is made
 * @param memory how much of it the database may take, as far as the URL says so
 * @param progress whether long statements show how far they are
 * @param user who writes
 * @param settings what the session begins with, where it is not the default
 */
record ConnectionConfig(
        @Nullable Path directory,
        boolean readOnly,
        boolean create,
        DatabaseMemory memory,
        boolean progress,
        String user,
        Map<Setting, String> settings) {
    static final String PREFIX = "jdbc:lance:";

    /** The beginning of a URL such as {@code s3://}; a single letter is a drive of Windows. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/");

    /**
     * Reads {@code jdbc:lance:<directory>[?key=value&...]}; a key in the URL wins over one in {@code info}.
     *
     * @throws SQLException for a key that there is not, or a value that does not fit its key
     */
    static ConnectionConfig parse(String url, Properties info) throws SQLException {
        String rest = url.substring(PREFIX.length());
        int questionMark = rest.indexOf('?');
        String location = questionMark < 0 ? rest : rest.substring(0, questionMark);
        Map<ConnectionProperty, String> values = new EnumMap<>(ConnectionProperty.class);
        for (String name : info.stringPropertyNames()) {
            values.put(property(name), info.getProperty(name));
        }
        Set<ConnectionProperty> inUrl = EnumSet.noneOf(ConnectionProperty.class);
        if (questionMark >= 0) {
            for (String pair : rest.substring(questionMark + 1).split("&")) {
                if (!pair.isEmpty()) {
                    int equals = pair.indexOf('=');
                    if (equals < 0) {
                        throw JdbcErrors.invalidArgument("\"" + pair + "\" in the URL is not of the form key=value");
                    }
                    ConnectionProperty property = property(decode(pair.substring(0, equals)));
                    if (!inUrl.add(property)) {
                        throw JdbcErrors.invalidArgument("The URL sets " + property.key() + " twice");
                    }
                    values.put(property, decode(pair.substring(equals + 1)));
                }
            }
        }
        return of(directory(decode(location)), values);
    }

    /** The URL of a directory. */
    static String url(Path directory) {
        String location = directory.toAbsolutePath().normalize().toString();
        return PREFIX + location.replace("%", "%25").replace("?", "%3F");
    }

    private static ConnectionConfig of(@Nullable Path directory, Map<ConnectionProperty, String> values)
            throws SQLException {
        String user = values.getOrDefault(ConnectionProperty.USER, "");
        return new ConnectionConfig(
                directory,
                flag(values, ConnectionProperty.READ_ONLY),
                flag(values, ConnectionProperty.CREATE),
                DatabaseMemory.of(values),
                flag(values, ConnectionProperty.PROGRESS),
                user.isEmpty() ? System.getProperty("user.name", "unknown") : user,
                settings(values));
    }

    private static Map<Setting, String> settings(Map<ConnectionProperty, String> values) throws SQLException {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        for (Map.Entry<ConnectionProperty, String> given : values.entrySet()) {
            Setting setting = given.getKey().setting();
            if (setting != null) {
                try {
                    settings.put(setting, setting.canonical(given.getValue()));
                } catch (IllegalArgumentException e) {
                    throw JdbcErrors.invalidArgument("Connection property " + e.getMessage());
                } catch (StatementException e) {
                    throw JdbcErrors.notSupported("Connection property " + setting.key() + ": " + e.getMessage());
                }
            }
        }
        return Map.copyOf(settings);
    }

    private static ConnectionProperty property(String name) throws SQLException {
        var found = ConnectionProperty.find(name);
        if (found.isEmpty()) {
            throw JdbcErrors.invalidArgument("There is no connection property \"" + name + "\". "
                    + ConnectionProperty.nearest(name)
                            .map(near -> "Did you mean " + near + "? ")
                            .orElse("")
                    + "Valid are " + String.join(", ", ConnectionProperty.keys()));
        }
        return found.get();
    }

    private static @Nullable Path directory(String location) throws SQLException {
        if (location.isEmpty()) {
            return null;
        }
        if (SCHEME.matcher(location).lookingAt()) {
            throw SqlStates.create(
                    SqlStates.CANNOT_CONNECT,
                    "\"" + location + "\" is no directory of this machine; other storage is not supported yet",
                    null);
        }
        String expanded = location.equals("~") || location.startsWith("~/")
                ? System.getProperty("user.home") + location.substring(1)
                : location;
        try {
            return Path.of(expanded).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw SqlStates.create(
                    SqlStates.CANNOT_CONNECT,
                    "\"" + location + "\" is not the name of a directory: " + e.getReason(),
                    e);
        }
    }

    private static boolean flag(Map<ConnectionProperty, String> values, ConnectionProperty property)
            throws SQLException {
        String value = values.getOrDefault(property, String.valueOf(property.defaultValue()));
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(property, value, "true or false");
        };
    }

    private static SQLException invalid(ConnectionProperty property, @Nullable String value, String valid) {
        return JdbcErrors.invalidArgument(
                "Connection property " + property.key() + " cannot be \"" + value + "\": it is " + valid);
    }

    /** Decodes {@code %XX} as UTF-8; a percent sign without two hexadecimal digits stays as it is. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); ) {
            int high = i + 2 < text.length() && text.charAt(i) == '%' ? hex(text.charAt(i + 1)) : -1;
            int low = high >= 0 ? hex(text.charAt(i + 2)) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 3;
            } else {
                int codePoint = text.codePointAt(i);
                bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(codePoint);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Value of an ASCII hexadecimal digit, or -1. */
    private static int hex(char digit) {
        return digit < 128 ? Character.digit(digit, 16) : -1;
    }
}
