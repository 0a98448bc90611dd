package org.lancesql.jdbc.server;

import java.net.InetAddress;
import java.util.Locale;
import org.apache.calcite.avatica.server.AvaticaHandler;
import org.apache.calcite.avatica.server.HttpServer;
import org.eclipse.jetty.server.ServerConnector;

/** Avatica's HTTP server, on the address that only this machine reaches. */
final class LoopbackServer extends HttpServer {
    private static final boolean IS_WINDOWS =
            System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");

    LoopbackServer(int port, AvaticaHandler handler) {
        super(port, handler);
    }

    @Override
    protected ServerConnector getServerConnector() {
        ServerConnector connector = super.getServerConnector();
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        // A port whose last server left connections behind is free again at once. On Windows the option would let two
        // servers listen on one port, each with some of the requests; there such a port is free without it.
        connector.setReuseAddress(!IS_WINDOWS);
        return connector;
    }
}
