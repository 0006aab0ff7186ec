package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.Request;
import okhttp3.Response;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls to sites without a proxy, and asks once more, over a new connection, where an old one
 * may have been to blame. Thread-safe.
 */
final class DirectCalls {

    private static final Logger log = LoggerFactory.getLogger(DirectCalls.class);

    private final SchemedClients clients;

    /** The same, but each of its calls has a connection of its own, which is closed after it. */
    private final SchemedClients newlyConnecting;

    DirectCalls(SchemedClients clients) {
        this.clients = clients;
        ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.SECONDS);
        this.newlyConnecting = clients.with(client -> client.connectionPool(none));
    }

    /** The answer, once its head is there. */
    Response execute(Request request, Exchange exchange) throws IOException {
        ConnectionUse use = new ConnectionUse();
        try {
            return Calls.execute(clients.of(request.url()), request, exchange, use);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted() || !use.wasSpoilt(e)) {
                throw e;
            }
            log.debug("{} is asked again over a new connection", exchange.host(), e);
        }
        return Calls.execute(
                newlyConnecting.of(request.url()), request, exchange, new ConnectionUse());
    }
}
