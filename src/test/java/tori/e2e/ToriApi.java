package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The HTTP API of a daemon on loopback, as a caller sees it. */
final class ToriApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    ToriApi(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** An answer: its status and its envelope. */
    record Reply(int status, JsonNode body) {
        JsonNode data() {
            return body.path("data");
        }
    }

    boolean isReady() throws InterruptedException {
        try {
            return get("/livez").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    Reply get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + path)).GET());
    }

    /** Metrics and other plain text. */
    String text(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).GET().build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    Reply post(String path, String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** Owes a text to a destination. */
    Reply owe(String destination, String key, String entity, String text)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("destination", destination).put("entity", entity).put("text", text);
        return send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/deliveries"))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** All deliveries in a state. */
    List<JsonNode> deliveries(String state) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            Reply reply =
                    get(
                            "/api/v1/deliveries?limit=500&offset="
                                    + all.size()
                                    + (state.isEmpty() ? "" : "&state=" + state));
            JsonNode page = reply.data().path("deliveries");
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
        }
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                client.send(
                        request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
        JsonNode body =
                response.body().length == 0
                        ? JSON.createObjectNode()
                        : JSON.readTree(response.body());
        return new Reply(response.statusCode(), body);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
