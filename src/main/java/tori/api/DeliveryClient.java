package tori.api;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;
import tori.delivery.NoSuchDeliveryException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The desks of a running tori on this machine, over HTTP. The calling thread waits. */
public final class DeliveryClient implements DeliveryDesk, EventDesk, AutoCloseable {

    private static final String ROOT = "/api/v1/deliveries";

    private final DaemonClient client;
    private final @Nullable String process;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     * @param process the id of the process that has the store; null if that is not known
     */
    public DeliveryClient(URI server, @Nullable String process) {
        this.client = new DaemonClient(server, "deliveries");
        this.process = process;
    }

    @Override
    public DeliveryPage list(DeliveryFilter filter, int limit, int offset)
            throws IOException, InterruptedException {
        StringBuilder query = new StringBuilder("?limit=" + limit + "&offset=" + offset);
        for (DeliveryState state : filter.states()) {
            query.append("&state=").append(state.wireName());
        }
        if (filter.destination() != null) {
            query.append("&destination=").append(encoded(filter.destination()));
        }
        DaemonClient.Answer answer = client.ask(request(query.toString()));
        return client.read(answer.data(), DeliveryJson::readPage);
    }

    /** As a value in a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public DeliveryDetail detail(long id)
            throws NoSuchDeliveryException, IOException, InterruptedException {
        DaemonClient.Answer answer = client.send(request("/" + id));
        if (answer.status() == 404) {
            throw new NoSuchDeliveryException(id);
        }
        return client.read(client.good(answer).data(), DeliveryJson::readDetail);
    }

    @Override
    public @Nullable EventStory story(UUID id) throws IOException, InterruptedException {
        DaemonClient.Answer answer = client.send(client.request(EventPages.ROOT + "/" + id));
        return answer.status() == 404
                ? null
                : client.read(client.good(answer).data(), EventStoryJson::read);
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
        DaemonClient.Answer answer =
                client.ask(
                        request(verb)
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofByteArray(
                                                DeliveryJson.JSON.writeValueAsBytes(body))));
        JsonNode count = answer.data().path("count");
        if (!count.isInt()) {
            throw client.notTori(null);
        }
        return count.asInt();
    }

    /** Names whom is meant: nobody is to decide about another one's deliveries. */
    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = client.request(ROOT + path);
        return process == null ? request : request.header(DeliveryPages.PROCESS, process);
    }

    @Override
    public void close() {
        client.close();
    }
}
