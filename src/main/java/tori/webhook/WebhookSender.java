package tori.webhook;

import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import tori.model.Answer;
import tori.model.Event;
import tori.model.SendResult;
import tori.model.Sender;
import tori.wire.EventJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Posts each event to one address, signed after Standard Webhooks 1.0 where a secret is given.
 * Thread-safe; blocks the virtual threads that call it.
 *
 * <p>The body is a CloudEvent in structured mode, hence {@code application/cloudevents+json}. The
 * event's idempotency key is the {@code webhook-id}, the same in every attempt: receivers tell
 * repetitions by it.
 */
public final class WebhookSender implements Sender {

    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(5);

    /** Connections to one host. */
    private static final int MAX_IN_FLIGHT = 50;

    private final OkHttpClient client;
    private final WebhookSettings settings;
    private final HttpUrl url;
    private final List<String> secrets;
    private final InstantSource wall;
    private final OneAnswerConnections connections = new OneAnswerConnections();

    /**
     * @param client whose connections are used; its redirects and timeouts are overridden
     * @param wall dates each attempt
     */
    public WebhookSender(OkHttpClient client, WebhookSettings settings, InstantSource wall) {
        this(client, settings, wall, ATTEMPT_TIMEOUT);
    }

    /**
     * @param attemptTimeout from the first look for an address to the last byte of the answer
     */
    WebhookSender(
            OkHttpClient client,
            WebhookSettings settings,
            InstantSource wall,
            Duration attemptTimeout) {
        this.client =
                client.newBuilder()
                        .callTimeout(attemptTimeout)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .addNetworkInterceptor(connections)
                        .build();
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
        OneShotBody body = new OneShotBody(json);
        Request request = request(event.idempotencyKey(), json).post(body).build();
        try (Response response = client.newCall(request).execute()) {
            return WebhookAnswer.of(response, wall.instant(), secrets).result();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while posting an event");
            }
            boolean ambiguous = body.isStarted();
            // Before any of the event left, what went wrong would go wrong with all others too.
            return new SendResult.Failed(reason(e), ambiguous, !ambiguous, Answer.NONE);
        }
    }

    @Override
    public int maxInFlight() {
        return MAX_IN_FLIGHT;
    }

    @Override
    public String host() {
        return url.host() + ":" + url.port();
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

    private String reason(IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return "cannot reach " + url.host() + ": " + what;
    }

    @Override
    public String toString() {
        return "WebhookSender[" + settings + "]";
    }
}
