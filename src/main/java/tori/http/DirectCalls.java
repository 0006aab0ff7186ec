package tori.http;

import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
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

    private final OkHttpClient client;

    /** The same, but each of its calls has a connection of its own, which is closed after it. */
    private final OkHttpClient newlyConnecting;

    DirectCalls(OkHttpClient client) {
        this.client = client;
        this.newlyConnecting =
                client.newBuilder()
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .build();
    }

    /** The answer, once its head is there. */
    Response execute(Request request, Exchange exchange) throws IOException {
        ConnectionUse use = new ConnectionUse();
        try {
            return Calls.execute(client, request, exchange, use);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted() || !use.wasSpoilt(e)) {
                throw e;
            }
            log.debug("{} is asked again over a new connection", exchange.host(), e);
        }
        return Calls.execute(newlyConnecting, request, exchange, new ConnectionUse());
    }
}
