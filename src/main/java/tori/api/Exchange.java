package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import tori.account.Session;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** One request and its answer. Used by the request's thread only. */
final class Exchange {

    /** The largest body that is read: a notice has 4,000 characters, a list of ids a thousand. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final int TOO_LARGE = 413;

    private static final String TOO_LARGE_WORDS = "the body is larger than 64 KiB";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern JSON_TYPE =
            Pattern.compile(
                    "(?i)application/(?:merge-patch\\+)?json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");

    private static final Pattern GZIP =
            Pattern.compile("(?i)(^|[,\\s])gzip\\s*($|,|;\\s*q=(1|0\\.0*[1-9]))");

    private final ServerRequest request;
    private final ServerResponse response;
    private final UUID id;
    private final Identification identification;
    private final Map<String, String> pathParts = new LinkedHashMap<>();
    private byte[] body = new byte[0];
    private @Nullable BadRequestException refusal;
    private @Nullable Identity identity;

    Exchange(
            ServerRequest request,
            ServerResponse response,
            UUID id,
            Identification identification) {
        this.identification = identification;
        this.request = request;
        this.response = response;
        this.id = id;
        if ("close".equalsIgnoreCase(header("Connection"))) {
            response.header("Connection", "close");
        }
        response.header("X-Request-Id", id.toString());
        SecurityHeaders.ALL.forEach(header -> response.header(header.getKey(), header.getValue()));
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

    /** All values of a header; none if it is not there. */
    List<String> headers(String name) {
        return request.headers().all(HeaderNames.create(name), List::of);
    }

    /** A query parameter's value; null if it is not there. */
    @Nullable String parameter(String name) {
        return request.query().contains(name) ? request.query().get(name) : null;
    }

    /** All values of a query parameter; none if it is not there. */
    List<String> parameters(String name) {
        return request.query().all(name, List::of);
    }

    /** The number in the path, where the route has one. */
    long pathId() {
        return Long.parseLong(pathPart("id"));
    }

    /** The UUID in the path, where the route has one. */
    UUID pathUuid() {
        return UUID.fromString(pathPart("uuid"));
    }

    /** The text of this name in the path, where the route has one. */
    String pathPart(String name) {
        return pathParts.getOrDefault(name, "");
    }

    void pathPart(String name, String value) {
        pathParts.put(name, value);
    }

    /**
     * The body of a JSON request.
     *
     * @throws BadRequestException if it is something else, too large, or breaks off
     */
    byte[] jsonBody() throws BadRequestException {
        String type = header("Content-Type");
        if (type == null || !JSON_TYPE.matcher(type).matches()) {
            throw new BadRequestException(415, "send JSON, with Content-Type: application/json");
        }
        byte[] body = body();
        if (body.length == 0) {
            throw new BadRequestException("the body is empty; send a JSON object");
        }
        return body;
    }

    /** Refuses a body where none belongs, such as a browser's form sends. */
    void requireNoForm() throws BadRequestException {
        String type = header("Content-Type");
        if (type != null && !JSON_TYPE.matcher(type).matches()) {
            throw new BadRequestException(415, "send no body, or JSON as application/json");
        }
        body();
    }

    /** Waits for the body, all of it, as long as its sender may take; once, before all else. */
    void readBody() {
        if (request.content().hasEntity()) {
            try {
                body = received();
            } catch (BadRequestException e) {
                // Told to whoever wants the body. What follows on this connection means nothing.
                refusal = e;
                replaceHeader("Connection", "close");
            }
        }
    }

    private byte[] body() throws BadRequestException {
        if (refusal != null) {
            throw refusal;
        }
        return body;
    }

    private byte[] received() throws BadRequestException {
        byte[] bytes;
        try (InputStream in = request.content().inputStream()) {
            bytes = in.readNBytes(MAX_BODY_BYTES + 1);
        } catch (IOException | RuntimeException e) {
            // Helidon's reader throws what it likes at a body that is cut off or no chunks: all of
            // it is the sender's doing.
            boolean large =
                    e instanceof RequestException refused && refused.status().code() == TOO_LARGE;
            throw large ? tooLarge() : new BadRequestException("the body cannot be read");
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        return bytes;
    }

    private static BadRequestException tooLarge() {
        return new BadRequestException(TOO_LARGE, TOO_LARGE_WORDS);
    }

    /** Who has connected; null if that is no internet address. */
    @Nullable InetAddress peer() {
        return request.remotePeer().address() instanceof InetSocketAddress address
                ? address.getAddress()
                : null;
    }

    /**
     * Who asks. Found out when it is asked first, which may take a look at the disk.
     *
     * @throws IOException with a sentence for the caller
     */
    Identity identity() throws IOException, InterruptedException {
        Identity found = identity;
        if (found == null) {
            found = identification.of(this);
            identity = found;
        }
        return found;
    }

    /** Who asks; null for nobody who is known, or where the disk does not say. */
    @Nullable Caller caller() {
        try {
            return identity() instanceof Identity.Known known ? known.caller() : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** What the caller's token began; null for nobody who is known, and for who needs no token. */
    @Nullable Session session() throws IOException, InterruptedException {
        return identity() instanceof Identity.Known known ? known.session() : null;
    }

    /** Whether everybody may look at everything. */
    boolean isReadByAnyone() {
        return identification.isReadByAnyone();
    }

    /** Whether what belongs to a site is the caller's to see. */
    boolean maySee(String site) {
        Caller caller = caller();
        return isReadByAnyone() || (caller != null && caller.maySee(site));
    }

    /** Whether everything is the caller's to see. */
    boolean maySeeAll() {
        Caller caller = caller();
        return isReadByAnyone() || (caller != null && caller.admin());
    }

    void replaceHeader(String name, String value) {
        response.headers().set(HeaderNames.create(name), value);
    }

    /** Whether the body of the answer may be compressed. */
    boolean acceptsGzip() {
        String accepted = header("Accept-Encoding");
        return accepted != null && GZIP.matcher(accepted).find();
    }

    /** Sends a body compressed where that is understood; worth it from some kilobytes on. */
    void sendCompressed(String contentType, byte[] body) {
        replaceHeader("Vary", "Accept-Encoding");
        if (acceptsGzip()) {
            replaceHeader("Content-Encoding", "gzip");
            send(200, contentType, Gzip.fast(body));
        } else {
            send(200, contentType, body);
        }
    }

    /** Begins an answer that goes on and on; what is written goes out with each flush. */
    OutputStream open(String contentType) {
        response.status(200);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        // Or some proxies keep it to themselves until there is more of it.
        response.header("X-Accel-Buffering", "no");
        return response.outputStream();
    }

    void send(int status, String contentType, byte[] body) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, contentType);
        response.send(body);
    }

    /** The envelope of success. */
    void succeed(String message, Map<String, Object> data) {
        succeed(200, message, data);
    }

    /** The envelope of success with a status of its own. */
    void succeed(int status, String message, Map<String, Object> data) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("success", true);
        envelope.put("request_id", id.toString());
        envelope.put("message", message);
        envelope.put("data", data);
        send(status, "application/json", json(envelope));
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
        send(status, "application/json", json(failure(id, kind, message, reasons)));
    }

    private static Map<String, Object> failure(
            UUID id, ErrorKind kind, String message, List<String> reasons) {
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
        return envelope;
    }

    /** The envelope of a request that is not understood so far that it could be handled. */
    static byte[] refusal(UUID id, int status) {
        String message =
                switch (status) {
                    case TOO_LARGE -> TOO_LARGE_WORDS;
                    case 414 -> "the address is too long";
                    case 500 -> "tori could not answer this";
                    default -> "this is no request that can be answered";
                };
        ErrorKind kind = status < 500 ? ErrorKind.INVALID_INPUT : ErrorKind.INTERNAL;
        return json(failure(id, kind, message, List.of()));
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
