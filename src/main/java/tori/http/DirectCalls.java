package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.Request;
import okhttp3.Response;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Makes calls to sites without a proxy, and asks once more, over a new connection, where an old one
 * may have been to blame. Thread-safe.
 */
final class DirectCalls {

    private static final Logger log = LoggerFactory.getLogger(DirectCalls.class);

    /**
     * How long OkHttp waits for a sign of life before it leaves an HTTP/2 connection on which an
     * answer did not come in time: a retry comes sooner, and would fail over the same one.
     */
    private static final long DOUBT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SchemedClients clients;

    /** By host, until when it is asked over new connections. One entry for each that was polled. */
    private final Map<String, Long> doubtedUntilNanos = new ConcurrentHashMap<>();

    /** The same, but each of its calls has a connection of its own, which is closed after it. */
    private final SchemedClients newlyConnecting;

    DirectCalls(SchemedClients clients) {
        this.clients = clients;
        ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.SECONDS);
        this.newlyConnecting = clients.with(client -> client.connectionPool(none));
    }

    /** The answer, once its head is there. */
    Response execute(Request request, Exchange exchange) throws IOException {
        if (isDoubted(exchange)) {
            return executeAnew(request, exchange);
        }
        ConnectionUse use = new ConnectionUse();
        try {
            return Calls.execute(clients.of(request.url()), request, exchange, use);
        } catch (IOException e) {
            if (use.fellSilent(e)) {
                doubtedUntilNanos.put(exchange.host(), exchange.clock().nanoTime() + DOUBT_NANOS);
            }
            if (Thread.currentThread().isInterrupted() || !use.wasSpoilt(e)) {
                throw e;
            }
            log.debug("{} is asked again over a new connection", exchange.host(), e);
        }
        return executeAnew(request, exchange);
    }

    private Response executeAnew(Request request, Exchange exchange) throws IOException {
        return Calls.execute(
                newlyConnecting.of(request.url()), request, exchange, new ConnectionUse());
    }

    private boolean isDoubted(Exchange exchange) {
        Long until = doubtedUntilNanos.isEmpty() ? null : doubtedUntilNanos.get(exchange.host());
        if (until == null) {
            return false;
        }
        boolean still = until - exchange.clock().nanoTime() > 0;
        if (!still) {
            doubtedUntilNanos.remove(exchange.host(), until);
        }
        return still;
    }
}
