package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;
import tori.delivery.NoSuchDeliveryException;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The desk of a running tori on this machine, over HTTP. The calling thread waits. */
public final class DeliveryClient implements DeliveryDesk, AutoCloseable {

    private static final String ROOT = "/api/v1/deliveries";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The server waits for its disk for five seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** A page of 500 deliveries with long texts is some megabytes. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    private final URI server;
    private final @Nullable String process;
    private final HttpClient client;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     * @param process the id of the process that has the store; null if that is not known
     */
    public DeliveryClient(URI server, @Nullable String process) {
        this.server = server;
        this.process = process;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    @Override
    public DeliveryPage list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("?limit=" + limit + "&offset=" + offset);
        for (DeliveryState state : filter.states()) {
            query.append("&state=").append(state.wireName());
        }
        if (filter.destination() != null) {
            query.append("&destination=")
                    .append(URLEncoder.encode(filter.destination(), StandardCharsets.UTF_8));
        }
        Answer answer = ask(HttpRequest.newBuilder(server.resolve(ROOT + query)));
        return read(answer.data(), DeliveryJson::readPage);
    }

    @Override
    public DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException {
        Answer answer = send(HttpRequest.newBuilder(server.resolve(ROOT + "/" + id)));
        if (answer.status() == 404) {
            throw new NoSuchDeliveryException(id);
        }
        return read(good(answer).data(), DeliveryJson::readDetail);
    }

    @Override
    public int retry(DeliveryFilter filter) throws IOException, InterruptedException {
        return decide("/retry", filter);
    }

    @Override
    public int discard(DeliveryFilter filter) throws IOException, InterruptedException {
        return decide("/discard", filter);
    }

    private int decide(String verb, DeliveryFilter filter)
            throws IOException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>();
        if (!filter.ids().isEmpty()) {
            body.put("ids", filter.ids());
        }
        List<String> states = filter.states().stream().map(DeliveryState::wireName).toList();
        if (!states.isEmpty()) {
            body.put("state", states);
        }
        if (filter.destination() != null) {
            body.put("destination", filter.destination());
        }
        if (body.isEmpty()) {
            body.put("all", true);
        }
        Answer answer =
                ask(
                        HttpRequest.newBuilder(server.resolve(ROOT + verb))
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                DeliveryJson.JSON.writeValueAsBytes(body))));
        JsonNode count = answer.data().path("count");
        if (!count.isInt()) {
            throw notTori(null);
        }
        return count.asInt();
    }

    /**
     * What tori said.
     *
     * @param data of success; missing otherwise
     * @param message of success or failure
     */
    private record Answer(int status, JsonNode data, String message) {}

    private Answer ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return good(send(request));
    }

    private Answer good(Answer answer) throws ApiException {
        if (answer.status() != 200) {
            throw new ApiException(
                    server + " answered " + answer.status() + ": " + answer.message(), null);
        }
        return answer;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (process != null) {
            request.header(DeliveryPages.PROCESS, process);
        }
        HttpResponse<InputStream> response;
        byte[] body;
        try {
            response =
                    client.send(
                            request.timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                body = in.readNBytes(MAX_ANSWER_BYTES);
            }
        } catch (ConnectException e) {
            throw new ApiException(
                    "no tori answers at "
                            + server
                            + "; if it is just starting or stopping, try again; else look at"
                            + " server.listen in its config.yaml",
                    e);
        } catch (HttpTimeoutException e) {
            throw new ApiException("the tori at " + server + " did not answer in time", e);
        }
        return understood(response.statusCode(), body);
    }

    private Answer understood(int status, byte[] body) throws IOException {
        JsonNode envelope;
        try {
            envelope = DeliveryJson.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw notTori(e);
        }
        if (!envelope.path("success").isBoolean() || !envelope.path("request_id").isTextual()) {
            throw notTori(null);
        }
        boolean success = envelope.path("success").asBoolean();
        return new Answer(
                status,
                envelope.path("data"),
                (success ? envelope : envelope.path("error")).path("message").asText(""));
    }

    private interface Reading<T> {
        T of(JsonNode data) throws IOException;
    }

    private <T> T read(JsonNode data, Reading<T> reading) throws ApiException {
        try {
            return reading.of(data);
        } catch (IOException e) {
            throw new ApiException(
                    "the tori at "
                            + server
                            + " answered what this one does not understand ("
                            + e.getMessage()
                            + "); use the same version of both",
                    e);
        }
    }

    private ApiException notTori(@Nullable Throwable cause) {
        return new ApiException(
                "what answers at "
                        + server
                        + " is not a tori that has deliveries; look at server.listen in its"
                        + " config.yaml",
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
