package tori.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All connections of the server. Whoever takes longer than anybody needs – drips a head or a body,
 * or does not read – loses theirs; and once there are many, each that comes takes the place of one
 * that has no request to be answered, so that nobody is shut out by those who only connect. A
 * virtual thread looks twice a second; the rest runs on the connections' threads.
 */
final class Connections implements ServerConnectionSelector, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Set<PeerConnection> all = ConcurrentHashMap.newKeySet();
    private final Http1ConnectionSelector http;
    private final NanoClock clock;
    private final Sleeper sleeper;
    private final Runnable loopFailed;
    private final int many;
    private @Nullable Thread watcher;

    /**
     * @param config of the protocol, without listeners
     * @param many from how many on one goes for each that comes
     * @param loopFailed counts that a look failed
     */
    Connections(
            Http1Config.Builder config,
            int many,
            NanoClock clock,
            Sleeper sleeper,
            Runnable loopFailed) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.loopFailed = loopFailed;
        this.many = many;
        this.http =
                Http1ConnectionSelector.builder()
                        .config(
                                config.addReceiveListener(new Receiving())
                                        .addSendListener(new Sending())
                                        .build())
                        .build();
    }

    /** Begins to look; once. */
    void start() {
        watcher = Thread.ofVirtual().name("connections").start(this::watch);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        PeerConnection connection = new PeerConnection(context, clock, all::remove);
        connection.speak(http.connection(connection));
        all.add(connection);
        if (all.size() > many) {
            makeRoom(connection);
        }
        return connection;
    }

    /** Cuts the one that is longest at what it is at, of those whose peer has most. */
    private void makeRoom(PeerConnection newcomer) {
        Map<String, Integer> counts = new HashMap<>();
        List<PeerConnection> open = List.copyOf(all);
        open.forEach(connection -> counts.merge(connection.peer(), 1, Integer::sum));
        open.stream()
                .filter(connection -> connection != newcomer && connection.isSpare())
                .max(
                        Comparator.comparingInt((PeerConnection connection) ->
                                        counts.getOrDefault(connection.peer(), 0))
                                .thenComparing((one, other) ->
                                        Long.signum(other.sinceNanos() - one.sinceNanos())))
                .ifPresent(this::cut);
    }

    private void cut(PeerConnection connection) {
        all.remove(connection);
        connection.cut();
    }

    private void watch() {
        try {
            while (true) {
                sleeper.sleep(BETWEEN_LOOKS.toNanos());
                try {
                    look();
                } catch (RuntimeException e) {
                    loopFailed.run();
                    LOG.error("The connections could not be looked at; trying again", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Cuts off whoever takes too long. */
    void look() {
        long nowNanos = clock.nanoTime();
        for (PeerConnection connection : all) {
            if (connection.isOverdue(nowNanos)) {
                cut(connection);
            }
        }
    }

    /** Looks no more; the server closes what is open. */
    @Override
    public void close() {
        if (watcher != null) {
            watcher.interrupt();
        }
    }

    /** Hears what comes. */
    private static final class Receiving implements Http1ConnectionListener {

        @Override
        public void prologue(ConnectionContext context, HttpPrologue prologue) {
            if (context instanceof PeerConnection connection) {
                connection.begun();
            }
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof PeerConnection connection) {
                connection.headed(headers);
            }
        }
    }

    /** Hears what goes. */
    private static final class Sending implements Http1ConnectionListener {

        @Override
        public void status(ConnectionContext context, Status status) {
            if (context instanceof PeerConnection connection) {
                connection.answered(status);
            }
        }

        @Override
        public void headers(ConnectionContext context, Headers headers) {
            if (context instanceof PeerConnection connection) {
                connection.answered(headers);
            }
        }
    }
}
