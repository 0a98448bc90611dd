package org.lancesql.jdbc.server;

import java.net.InetAddress;
import org.apache.calcite.avatica.server.AvaticaHandler;
import org.apache.calcite.avatica.server.HttpServer;
import org.eclipse.jetty.server.ServerConnector;

/** Avatica's HTTP server, on the address that only this machine reaches. */
final class LoopbackServer extends HttpServer {
    LoopbackServer(int port, AvaticaHandler handler) {
        super(port, handler);
    }

    @Override
    protected ServerConnector getServerConnector() {
        ServerConnector connector = super.getServerConnector();
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        // Two servers on one port would each get some of the requests.
        connector.setReuseAddress(false);
        return connector;
    }
}
