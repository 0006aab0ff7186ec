package tori.discord;

import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Response;

import tori.config.MessageConfig;
import tori.model.MonitorId;
import tori.model.Sender;
import tori.network.ConnectionPools;
import tori.network.MeteredAnswers;
import tori.network.OnDemand;
import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes Discord senders and holds what all of them share: the connections, the budget of invalid
 * answers, how messages look, and what was sent to a webhook that one sender after another calls.
 * Thread-safe.
 */
public final class DiscordSenders implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** One request is in flight per webhook, so more than this many webhooks share connections. */
    private static final int MAX_IDLE_CONNECTIONS = 32;

    /** A handshake costs more than an alert may take, so connections are kept between alerts. */
    private static final int KEEP_ALIVE_MINUTES = 5;

    /**
     * What a router forgot or a peer left without a word answers no ping, and is closed within two
     * of these, however little is sent: an alert over it would wait for its attempt's end, nobody
     * could say whether it arrived, and the next one would go the same way. HTTP/2 only, which
     * Discord speaks.
     */
    private static final Duration PING_INTERVAL = Duration.ofSeconds(5);

    /** Asked without a token, it says where Discord's gateway is: nothing smaller can be asked. */
    private static final String SMALL = "/api/v10/gateway";

    /** A webhook that nobody has; nobody is asked for it. */
    private static final String PRACTICE = "http://127.0.0.1/api/webhooks/1/practice";

    private static final Duration SMALL_TIMEOUT = Duration.ofSeconds(10);

    private final OnDemand<OkHttpClient> client;
    private final StandingConnections standing;
    private final InvalidBudget invalid;
    private final NanoClock clock;
    private final InstantSource wall;
    private final Map<DiscordWebhookUrl, SentMessages> sent = new ConcurrentHashMap<>();
    private volatile Map<MonitorId, MessageConfig> styles = Map.of();

    /**
     * @param dns resolves Discord's name
     * @param clock measures the ten minutes over which invalid answers count, and ages
     * @param wall says when a message was sent
     */
    public DiscordSenders(Dns dns, NanoClock clock, InstantSource wall) {
        this.clock = clock;
        this.wall = wall;
        this.invalid = new InvalidBudget(clock);
        this.standing =
                new StandingConnections(clock, SystemClocks.sleeper(), this::askSomethingSmall);
        this.client = new OnDemand<>(() -> client(dns, standing));
    }

    private static OkHttpClient client(Dns dns, StandingConnections standing) {
        return MeteredAnswers.bounded(new OkHttpClient.Builder())
                .dns(dns)
                .addInterceptor(standing::note)
                .connectTimeout(CONNECT_TIMEOUT)
                .pingInterval(PING_INTERVAL)
                .connectionPool(
                        ConnectionPools.keeping(
                                MAX_IDLE_CONNECTIONS, Duration.ofMinutes(KEEP_ALIVE_MINUTES)))
                .build();
    }

    /**
     * A sender by itself that does all that others do but send: its messages are taken, and go
     * nowhere.
     *
     * @param clock measures ages
     * @param wall says when a message was sent
     */
    public static Sender practice(NanoClock clock, InstantSource wall) {
        OkHttpClient client =
                MeteredAnswers.bounded(new OkHttpClient.Builder())
                        .addInterceptor(new PracticeAnswers())
                        .build();
        return new DiscordSender(
                client,
                DiscordSettings.of(PRACTICE, null, null, null, true),
                new InvalidBudget(clock),
                new DiscordSender.Writing(wall, Map::of, new SentMessages(clock)),
                () -> {});
    }

    /** A sender for one webhook. */
    public Sender sender(DiscordSettings settings) {
        SentMessages messages =
                sent.computeIfAbsent(settings.url(), url -> new SentMessages(clock));
        return new DiscordSender(
                client.get(),
                settings,
                invalid,
                new DiscordSender.Writing(wall, () -> styles, messages),
                standing.hold(settings.url().resource()));
    }

    /** The status of the answer; the connection that it came over stays open. */
    int askSomethingSmall(HttpUrl address) throws IOException {
        if (!invalid.closedFor().isZero()) {
            throw new IOException("Discord must not be called");
        }
        Call call =
                client.get()
                        .newBuilder()
                        .callTimeout(SMALL_TIMEOUT)
                        .followRedirects(false)
                        .build()
                        .newCall(
                                DiscordSender.request(
                                                address.newBuilder().encodedPath(SMALL).build())
                                        .get()
                                        .build());
        try (Response response = call.execute()) {
            DiscordAnswer answer = DiscordAnswer.of(response);
            if (answer.isInvalid()) {
                invalid.count();
            }
            return answer.status();
        }
    }

    /** How messages look from now on, by the monitor that saw what they tell. */
    public void styles(Map<MonitorId, MessageConfig> changed) {
        styles = Map.copyOf(changed);
    }

    /** Lets go of the idle connections. */
    @Override
    public void close() {
        standing.close();
        OkHttpClient made = client.ifMade();
        if (made != null) {
            made.connectionPool().evictAll();
        }
    }
}
