package tori.api;

import java.io.IOException;
import java.net.URI;

/** Asks a running tori on this machine how its monitors are doing. The calling thread waits. */
public final class StatusClient implements AutoCloseable {

    private final DaemonClient client;

    /**
     * @param server where tori listens, for example {@code http://127.0.0.1:8080}
     */
    public StatusClient(URI server) {
        this.client = new DaemonClient(server, "a status to tell");
    }

    /**
     * Asks.
     *
     * @throws ApiException with a sentence: nothing answers there, or the server refused
     */
    public StatusReport ask(StatusQuery query) throws IOException, InterruptedException {
        DaemonClient.Answer answer = client.ask(client.request(StatusPages.path(query)));
        return client.read(answer.data(), StatusJson::read);
    }

    @Override
    public void close() {
        client.close();
    }
}
