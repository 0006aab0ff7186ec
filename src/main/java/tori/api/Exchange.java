package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One request and its answer. Used by the request's thread only. */
final class Exchange {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerRequest request;
    private final ServerResponse response;
    private final UUID id;

    Exchange(ServerRequest request, ServerResponse response, UUID id) {
        this.request = request;
        this.response = response;
        this.id = id;
        if ("close".equalsIgnoreCase(header("Connection"))) {
            response.header("Connection", "close");
        }
        response.header("X-Request-Id", id.toString());
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "DENY");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Resource-Policy", "same-origin");
        response.header("Cache-Control", "no-store");
        response.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'");
    }

    String method() {
        return request.prologue().method().text();
    }

    String path() {
        return request.path().path();
    }

    UUID id() {
        return id;
    }

    /** A header's only or first value; null if it is not there. */
    @Nullable String header(String name) {
        HeaderName header = HeaderNames.create(name);
        return request.headers().contains(header) ? request.headers().get(header).get() : null;
    }

    /** A query parameter's value; null if it is not there. */
    @Nullable String parameter(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    /** Who has connected; null if that is no internet address. */
    @Nullable InetAddress peer() {
        return request.remotePeer().address() instanceof InetSocketAddress address
                ? address.getAddress()
                : null;
    }

    void replaceHeader(String name, String value) {
        response.headers().set(HeaderNames.create(name), value);
    }

    void send(int status, String contentType, byte[] body) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.send(body);
    }

    /** The envelope of success. */
    void succeed(String message, Map<String, Object> data) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", true);
        envelope.put("request_id", id.toString());
        envelope.put("message", message);
        envelope.put("data", data);
        send(200, "application/json", json(envelope));
    }

    void fail(int status, ErrorKind kind, String message) {
        fail(status, kind, message, List.of());
    }

    /**
     * The envelope of failure.
     *
     * @param reasons more than one sentence to say; left out if empty
     */
    void fail(int status, ErrorKind kind, String message, List<String> reasons) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("kind", kind.wireName);
        error.put("message", message);
        if (!reasons.isEmpty()) {
            error.put("reasons", reasons);
        }
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", false);
        envelope.put("request_id", id.toString());
        envelope.put("error", error);
        send(status, "application/json", json(envelope));
    }

    /** Sends a file as it is, without reading it into memory. */
    void sendFile(String contentType, String name, Path file) throws IOException {
        response.status(200);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
        response.contentLength(Files.size(file));
        try (OutputStream out = response.outputStream()) {
            Files.copy(file, out);
        }
    }

    boolean isSent() {
        return response.isSent();
    }

    private static byte[] json(Map<String, Object> object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings and maps can always be written", e);
        }
    }
}
