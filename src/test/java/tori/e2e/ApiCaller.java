package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Calls a daemon on loopback by any method, and shows what comes back with its headers. */
final class ApiCaller implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    ApiCaller(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** An answer. */
    record Reply(int status, HttpHeaders headers, byte[] body) {

        /** The body, which must be JSON. */
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        JsonNode data() throws IOException {
            return json().path("data");
        }

        /** What went wrong, in sentences. */
        String error() throws IOException {
            return json().path("error").toString();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    boolean isReady() throws InterruptedException {
        try {
            return call("GET", "/livez", "").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Calls.
     *
     * @param json sent as such; nothing if empty. Apostrophes stand for quotes.
     * @param headers names and values
     */
    Reply call(String method, String path, String json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(TIMEOUT)
                        .method(
                                method,
                                json.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                json.replace('\'', '"'), StandardCharsets.UTF_8));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Reply(
                response.statusCode(),
                response.headers(),
                Optional.ofNullable(response.body()).orElseGet(() -> new byte[0]));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
