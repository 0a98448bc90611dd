package org.lancesql.jdbc;

import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.errors.SqlStates;

/**
 * The embedded driver, for URLs {@code jdbc:lance:<directory>[?key=value&...]}. The directory is the database: each
 * {@code <name>.lance} in it is a table. {@code jdbc:lance:} alone is a new temporary database, which goes with its
 * connection.
 */
public final class LanceDriver extends UnregisteredDriver {
    static final DriverVersion VERSION = DriverVersion.load(
            LanceDriver.class,
            "org/lancesql/jdbc/version.properties",
            "LanceSQL JDBC Driver",
            "0.0",
            "LanceSQL",
            "0.0");

    static {
        Slf4jNotices.silenceWithoutProvider();
        new LanceDriver().register();
    }

    private final Databases databases = new Databases();

    @Override
    protected AvaticaFactory createFactory() {
        return new LanceFactory();
    }

    @Override
    protected DriverVersion createDriverVersion() {
        return VERSION;
    }

    @Override
    protected String getConnectStringPrefix() {
        return ConnectionConfig.PREFIX;
    }

    @Override
    public boolean acceptsURL(@Nullable String url) throws SQLException {
        if (url == null) {
            throw JdbcErrors.invalidArgument("The URL is null");
        }
        return url.startsWith(ConnectionConfig.PREFIX);
    }

    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        ConnectionConfig config = ConnectionConfig.parse(url, info == null ? new Properties() : info);
        try {
            return open(url, config);
        } catch (RuntimeException | LinkageError e) {
            throw SqlStates.translate(e);
        }
    }

    private Connection open(String url, ConnectionConfig config) throws SQLException {
        Database.Lease lease = databases.acquire(config);
        try {
            LanceConnection connection = new LanceConnection(this, factory, url, config, lease);
            handler.onConnectionInit(connection);
            return connection;
        } catch (RuntimeException | SQLException e) {
            lease.close();
            throw e;
        }
    }

    @Override
    public Meta createMeta(AvaticaConnection connection) {
        return new LanceMeta(connection);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties info) {
        Properties given = info == null ? new Properties() : info;
        List<DriverPropertyInfo> described = new ArrayList<>();
        for (ConnectionProperty property : ConnectionProperty.values()) {
            DriverPropertyInfo description =
                    new DriverPropertyInfo(property.key(), given.getProperty(property.key(), property.defaultValue()));
            description.description = property.description();
            description.choices = property.isBoolean() ? new String[] {"true", "false"} : null;
            described.add(description);
        }
        return described.toArray(new DriverPropertyInfo[0]);
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.lancesql");
    }

    /** The databases that connections of this driver have open. */
    Databases databases() {
        return databases;
    }
}
