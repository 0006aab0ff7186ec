package tori.discord;

import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Response;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a connection to Discord open through hours without an alert, so that the next one need not
 * wait for a name, a connection and a handshake: where nothing has been asked for four minutes,
 * something small is. A virtual thread for each address that senders use does it. Thread-safe.
 *
 * <p>Only where there is a handshake: plain connections, which go to this machine, are left alone.
 */
final class StandingConnections implements AutoCloseable {

    /**
     * Cloudflare, who answers for Discord, closes what was idle for 400 seconds
     * (developers.cloudflare.com, "Connection limits"), and the pool what was for 300.
     */
    static final Duration MAX_QUIET = Duration.ofMinutes(4);

    /**
     * Who answers with anything but 200 does not want to be asked, and an alert is none of that.
     */
    static final Duration AFTER_REFUSAL = Duration.ofHours(1);

    /** Soon, so that the next alert finds a connection in place of the one that did not answer. */
    static final Duration AFTER_FAILURE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(StandingConnections.class);
    private static final int OK = 200;

    /** Asks an address for something small. Blocks. */
    @FunctionalInterface
    interface Asking {

        /**
         * The status of the answer.
         *
         * @throws IOException if there was none
         */
        int ask(HttpUrl address) throws IOException;
    }

    /** What one sender holds; closed once. */
    interface Hold extends AutoCloseable {

        /** Discord wants to be asked nothing for so long, whoever asks. */
        default void rest(Duration pause) {}

        @Override
        void close();
    }

    private record Authority(String host, int port) {
        static Authority of(HttpUrl address) {
            return new Authority(address.host(), address.port());
        }
    }

    /** One address in use. */
    private final class Standing {

        private final HttpUrl address;
        private long dueNanos;
        private volatile boolean unused;
        private int holds;
        private final Thread keeper;

        Standing(HttpUrl address) {
            this.address = address;
            this.dueNanos = clock.nanoTime() + MAX_QUIET.toNanos();
            this.keeper =
                    Thread.ofVirtual().name("standing " + address.host()).unstarted(this::keep);
        }

        /**
         * Leaves it alone for so long at least: what was to last longer does. Alerts keep the
         * connection open meanwhile.
         */
        synchronized void rest(Duration pause) {
            long untilNanos = clock.nanoTime() + pause.toNanos();
            if (untilNanos - dueNanos > 0) {
                dueNanos = untilNanos;
            }
        }

        private synchronized long waitNanos() {
            return dueNanos - clock.nanoTime();
        }

        /** The interrupt may come in the middle of a request, which need not pass it on. */
        void end() {
            unused = true;
            keeper.interrupt();
        }

        private void keep() {
            try {
                while (!unused) {
                    long wait = waitNanos();
                    if (wait > 0) {
                        sleeper.sleep(wait);
                    } else {
                        rest(guardedAsk());
                    }
                }
            } catch (InterruptedException e) {
                LOG.debug("{} is not used any more", address.host(), e);
            }
        }

        /** How long to leave it alone now. */
        private Duration guardedAsk() throws InterruptedException {
            try {
                int status = asking.ask(address);
                if (status != OK) {
                    LOG.debug("{} answered {}; left alone", address.host(), status);
                    return AFTER_REFUSAL;
                }
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while asking Discord");
                }
                // The next alert says what is wrong, if it still is.
                LOG.debug("no connection to {} stands ready", address.host(), e);
                return AFTER_FAILURE;
            } catch (Exception e) {
                // Libraries in Kotlin throw checked exceptions that they do not declare.
                LOG.error("Keeping a connection to {} failed unexpectedly.", address.host(), e);
            }
            return MAX_QUIET;
        }
    }

    private final NanoClock clock;
    private final Sleeper sleeper;
    private final Asking asking;
    private final Map<Authority, Standing> standings = new ConcurrentHashMap<>();

    /**
     * @param sleeper waits on the threads that keep connections; by the clock
     */
    StandingConnections(NanoClock clock, Sleeper sleeper, Asking asking) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.asking = asking;
    }

    /** Keeps one open to the host of the address until the hold is closed. */
    Hold hold(HttpUrl address) {
        if (!address.isHttps()) {
            return () -> {};
        }
        Authority authority = Authority.of(address);
        standings.compute(
                authority,
                (_, known) -> {
                    Standing standing = known == null ? new Standing(address) : known;
                    standing.holds++;
                    if (known == null) {
                        standing.keeper.start();
                    }
                    return standing;
                });
        return new Hold() {
            @Override
            public void rest(Duration pause) {
                standings.values().forEach(standing -> standing.rest(pause));
            }

            @Override
            public void close() {
                release(authority);
            }
        };
    }

    private void release(Authority authority) {
        standings.computeIfPresent(
                authority,
                (_, standing) -> {
                    standing.holds--;
                    if (standing.holds > 0) {
                        return standing;
                    }
                    standing.end();
                    return null;
                });
    }

    /** Takes note of what is asked anyway; for the client whose connections these are. */
    Response note(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        Standing standing = standings.get(Authority.of(chain.request().url()));
        if (standing != null) {
            standing.rest(MAX_QUIET);
        }
        return response;
    }

    /** Keeps none open any more, whoever still holds one. */
    @Override
    public void close() {
        standings
                .values()
                .removeIf(standing -> {
                    standing.end();
                    return true;
                });
    }
}
