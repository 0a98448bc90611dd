package org.lancesql.jdbc.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslation;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.apache.calcite.avatica.remote.Service.RpcMetadataResponse;
import org.apache.calcite.avatica.server.AvaticaHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.SqlStates;

/**
 * Takes a request of Avatica's protocol out of HTTP and puts the answer back. Refuses what no client of Avatica sends:
 * above all what a web page could make a browser send to this machine.
 */
final class RequestHandler extends AbstractHandler implements AvaticaHandler {
    private static final int MAX_REQUEST_BYTES = 128 << 20;
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final RemoteConnections connections;
    private final ProtobufTranslation translation = new CheckedTranslation();

    RequestHandler(RemoteConnections connections) {
        this.connections = connections;
    }

    @Override
    public void setServerRpcMetadata(RpcMetadataResponse metadata) {
        // The server's address, which a client knows.
    }

    @Override
    public void handle(String path, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        baseRequest.setHandled(true);
        String refusal = refusal(request);
        if (refusal != null) {
            answer(response, HttpServletResponse.SC_FORBIDDEN, refusal.getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (!request.getMethod().equals("POST")) {
            answer(
                    response,
                    HttpServletResponse.SC_METHOD_NOT_ALLOWED,
                    "This is a LanceSQL server. Connect with jdbc:avatica:remote:url=<this URL>;serialization=protobuf\n"
                            .getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_REQUEST_BYTES + 1);
        if (body.length > 0 && body[0] == '{') {
            answer(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, jsonIsNotSpoken());
            return;
        }
        HandlerResponse<byte[]> answer = apply(path, request.getQueryString(), body);
        answer(response, answer.getStatusCode(), answer.getResponse());
    }

    /** Why a request comes from somewhere else than a client of this machine, or null. */
    private static @Nullable String refusal(HttpServletRequest request) {
        if (request.getHeader("Origin") != null) {
            return "Web pages cannot use this server.\n";
        }
        return LOCAL_NAMES.contains(request.getServerName().toLowerCase(Locale.ROOT))
                ? null
                : "This server is reached as localhost, not as " + request.getServerName() + ".\n";
    }

    private HandlerResponse<byte[]> apply(String path, @Nullable String query, byte[] body) {
        try {
            if (body.length > MAX_REQUEST_BYTES) {
                throw SqlStates.create(
                        SqlStates.TOO_COMPLEX,
                        "The request is too large: " + MAX_REQUEST_BYTES + " bytes are the most, so split the batch");
            }
            return handler(RequestTarget.parse(path, query)).apply(body);
        } catch (SQLException | RuntimeException | Error e) {
            return handler(new RequestTarget(null, Map.of())).convertToErrorResponse(RemoteErrors.of(e));
        }
    }

    private ProtobufHandler handler(RequestTarget target) {
        return new ProtobufHandler(
                new RequestService(connections, target), translation, NoopMetricsSystem.getInstance());
    }

    /** What a client without {@code serialization=protobuf} understands. */
    private static byte[] jsonIsNotSpoken() throws IOException {
        String message = "This server speaks protobuf: add ;serialization=protobuf to the JDBC URL";
        return new ObjectMapper()
                .writeValueAsBytes(new ErrorResponse(
                        List.of(), message, 0, SqlStates.CANNOT_CONNECT, AvaticaSeverity.ERROR, null));
    }

    private static void answer(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/octet-stream");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Avatica's translation, with an SQLSTATE for what it cannot read. */
    private static final class CheckedTranslation extends ProtobufTranslationImpl {
        @Override
        public Service.Request parseRequest(byte[] bytes) throws IOException {
            try {
                return super.parseRequest(bytes);
            } catch (IOException | RuntimeException e) {
                throw RemoteErrors.notAvatica(e);
            }
        }
    }
}
