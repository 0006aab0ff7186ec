package tori.webhook;

import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.network.ConnectionPools;
import tori.telemetry.Flight;
import tori.telemetry.JfrFirstByte;
import tori.time.NanoClock;
import tori.wire.EventJson;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Posts each event to one address, signed after Standard Webhooks 1.0 where a secret is given.
 * Thread-safe; blocks the virtual threads that call it.
 *
 * <p>The body is a CloudEvent in structured mode, hence {@code application/cloudevents+json}. The
 * event's idempotency key is the {@code webhook-id}, the same in every attempt: receivers tell
 * repetitions by it.
 *
 * <p>Its connections are its own. An event that meets one which the receiver has ended is sent once
 * more at once, so that a receiver may get it twice.
 */
public final class WebhookSender implements Sender {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

    /** Connections to one host. */
    private static final int MAX_IN_FLIGHT = 50;

    /** A handshake costs more than an alert may take, so connections are kept between alerts. */
    private static final int KEEP_ALIVE_MINUTES = 5;

    private final OkHttpClient client;

    /** Opens a connection for each request, whatever others have put back meanwhile. */
    private final OkHttpClient unpooled;

    private final Duration attemptTimeout;
    private final WebhookSettings settings;
    private final HttpUrl url;
    private final List<String> secrets;
    private final InstantSource wall;
    private final NanoClock clock;
    private final OneAnswerConnections connections = new OneAnswerConnections();

    /**
     * @param client how to connect; its redirects, timeouts and connections are not used
     * @param wall dates each attempt
     * @param clock by which events were {@code seenNanos}
     */
    public WebhookSender(
            OkHttpClient client, WebhookSettings settings, InstantSource wall, NanoClock clock) {
        this(client, settings, wall, clock, ATTEMPT_TIMEOUT);
    }

    /**
     * @param attemptTimeout from the first look for an address to the last byte of the answer
     */
    WebhookSender(
            OkHttpClient client,
            WebhookSettings settings,
            InstantSource wall,
            NanoClock clock,
            Duration attemptTimeout) {
        this.clock = clock;
        this.client =
                client.newBuilder()
                        .callTimeout(attemptTimeout)
                        // The timeout of the whole call covers these.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .connectionPool(
                                ConnectionPools.keeping(
                                        MAX_IN_FLIGHT, Duration.ofMinutes(KEEP_ALIVE_MINUTES)))
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .addNetworkInterceptor(connections)
                        .addNetworkInterceptor(new NegativeLengths())
                        .build();
        this.unpooled =
                this.client
                        .newBuilder()
                        .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                        .build();
        this.attemptTimeout = attemptTimeout;
        this.settings = settings;
        this.url = settings.url();
        this.secrets = settings.secrets();
        this.wall = wall;
    }

    @Override
    public SendResult send(List<Event> events) throws InterruptedException {
        if (events.size() != 1) {
            throw new IllegalArgumentException("one event a request, not " + events.size());
        }
        Event event = events.getFirst();
        byte[] json = EventJson.encode(event);
        Request request = request(event.idempotencyKey(), json).build();
        Exchange exchange = new Exchange(client, request, json, () -> departs(event));
        exchange.timeout().deadline(attemptTimeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return exchange.answer(wall, secrets).result();
        } catch (IOException e) {
            endIfInterrupted();
            return exchange.metDeadConnection(e)
                    ? again(exchange, request, json)
                    : failed(e, exchange);
        }
    }

    private void departs(Event event) {
        JfrFirstByte first = Flight.firstByte();
        // What was read from the store again has been seen by another process.
        if (first != null && event.seenNanos() != 0) {
            first.subject = event.subject();
            first.detectToFirstByteNanos = clock.nanoTime() - event.seenNanos();
            first.commit();
        }
    }

    /**
     * Receivers end connections they have heard nothing on for a while, and OkHttp looks only after
     * ten seconds: an event must not fail, or wait for its next attempt, because it was the first
     * to notice. One more try, over a new connection and within the same attempt's time.
     */
    private SendResult again(Exchange before, Request request, byte[] json)
            throws InterruptedException {
        client.connectionPool().evictAll();
        Exchange exchange = new Exchange(unpooled, request, json, () -> {});
        exchange.timeout().deadlineNanoTime(before.timeout().deadlineNanoTime());
        SendResult result;
        try {
            result = exchange.answer(wall, secrets).result();
        } catch (IOException e) {
            endIfInterrupted();
            result = failed(e, exchange);
        }
        return before.mayBeTaken() ? perhapsTwice(result) : result;
    }

    private static SendResult perhapsTwice(SendResult result) {
        return switch (result) {
            case SendResult.Sent sent -> new SendResult.Sent(sent.pause(), sent.answer(), true);
            case SendResult.Failed failed ->
                    new SendResult.Failed(failed.reason(), true, failed.outage(), failed.answer());
            // Said of the second only; what became of the first is not known. It is asked again.
            case SendResult.Throttled _, SendResult.Refused _, SendResult.Gone _ ->
                    new SendResult.Failed(
                            "the connection had ended, and sent again it was answered "
                                    + result.answer().status(),
                            true,
                            false,
                            result.answer());
        };
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while posting an event");
        }
    }

    private SendResult failed(IOException e, Exchange exchange) {
        if (e instanceof InterruptedIOException) {
            // The connection may be dead, and over HTTP/2 it would be taken for the next attempt.
            client.connectionPool().evictAll();
        }
        boolean ambiguous = exchange.mayBeTaken();
        // Before any of the event left, what went wrong would go wrong with all others too.
        return new SendResult.Failed(reason(e, exchange), ambiguous, !ambiguous, Answer.NONE);
    }

    @Override
    public int maxInFlight() {
        return MAX_IN_FLIGHT;
    }

    @Override
    public String host() {
        return url.host();
    }

    private Request.Builder request(String id, byte[] json) {
        Instant now = wall.instant();
        Request.Builder request =
                new Request.Builder()
                        .url(url)
                        .header("User-Agent", "tori")
                        .header("webhook-id", id)
                        .header("webhook-timestamp", Long.toString(now.getEpochSecond()));
        if (connections.expected()) {
            request.header("Connection", "close");
        }
        if (settings.keys() != null) {
            request.header(
                    "webhook-signature", settings.keys().sign(id, now.getEpochSecond(), json));
        }
        if (!url.username().isEmpty()) {
            request.header(
                    "Authorization",
                    Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8));
        }
        return request;
    }

    private String reason(IOException e, Exchange exchange) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (!exchange.mayBeTaken()) {
            return "cannot reach " + url.host() + ": " + what;
        }
        if (e instanceof InterruptedIOException) {
            String how =
                    exchange.isWritten()
                            ? " took the request and did not answer"
                            : " did not take the whole request";
            return url.host() + how + " within " + seconds(attemptTimeout) + " s";
        }
        return url.host() + " gave no answer: " + what;
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    /** Lets go of the idle connections. */
    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    @Override
    public String toString() {
        return "WebhookSender[" + settings + "]";
    }
}
