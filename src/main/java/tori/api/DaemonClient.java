package tori.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Asks a running tori on this machine and reads its envelope. The calling thread waits; what goes
 * wrong is said in sentences for users.
 */
final class DaemonClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** The server waits for its disk for five seconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** A page of 500 deliveries with long texts is some megabytes. */
    private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

    /**
     * What tori said.
     *
     * @param data of success; missing otherwise
     * @param message of success or failure
     */
    record Answer(int status, JsonNode data, String message) {}

    /** Makes a value of an answer's data. */
    @FunctionalInterface
    interface Reading<T> {
        T of(JsonNode data) throws IOException;
    }

    private final URI server;
    private final String what;
    private final HttpClient client;

    /**
     * @param server where tori listens
     * @param what a tori is known by here, such as {@code deliveries}
     */
    DaemonClient(URI server, String what) {
        this.server = server;
        this.what = what;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    /** A request for this path. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path));
    }

    /** Asks for something that succeeds, or is an error. */
    Answer ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return good(send(request));
    }

    Answer good(Answer answer) throws ApiException {
        if (answer.status() != 200) {
            throw new ApiException(
                    server + " answered " + answer.status() + ": " + answer.message(), null);
        }
        return answer;
    }

    /** Asks, whatever the answer. */
    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
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

    <T> T read(JsonNode data, Reading<T> reading) throws ApiException {
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

    ApiException notTori(@Nullable Throwable cause) {
        return new ApiException(
                "what answers at "
                        + server
                        + " is not a tori that has "
                        + what
                        + "; look at server.listen in its config.yaml",
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
