package tori.peers.outbox;

import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts an event and waits for the answer, through the HTTP client tori uses, so that clients are
 * not what is compared. Called by the libraries' own worker threads.
 */
final class Post implements AutoCloseable {

    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpUrl receiver;
    private final int maxInFlight;
    private final OkHttpClient client;
    private final AtomicInteger inFlight = new AtomicInteger();

    Post(Terms terms) {
        this.receiver = Objects.requireNonNull(HttpUrl.get(terms.receiver()));
        this.maxInFlight = terms.maxInFlight();
        this.client =
                new OkHttpClient.Builder()
                        .connectionPool(new ConnectionPool(maxInFlight, 1, TimeUnit.MINUTES))
                        .callTimeout(Duration.ofSeconds(10))
                        .build();
    }

    /**
     * Returns when the receiver has answered 2xx.
     *
     * @throws IOException when it has not
     * @throws IllegalStateException when a library has more in flight than it may
     */
    void deliver(String key, String body) throws IOException {
        if (inFlight.incrementAndGet() > maxInFlight) {
            throw new IllegalStateException("more than " + maxInFlight + " in flight");
        }
        try {
            Request request =
                    new Request.Builder()
                            .url(receiver)
                            .header("webhook-id", key)
                            .post(RequestBody.create(body, JSON))
                            .build();
            try (Response response = client.newCall(request).execute()) {
                if (!response.isSuccessful()) {
                    throw new IOException("answered " + response.code());
                }
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
