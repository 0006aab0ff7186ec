package tori.load;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Has a tori of its own watch many stores that change at fixed instants, and measures how soon its
 * webhook tells of each change. Runs on the main thread; ends by itself.
 */
public final class HttpLoad {

    /** Start, and one interval for the first polls. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** What was changed last must be told within this, and an interval. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();
    private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();

    private final List<String> tori;
    private final NanoClock clock;
    private final InstantSource wall;
    private final Sleeper sleeper;
    private final PrintStream progress;

    /**
     * @param tori what runs tori, without arguments
     * @param wall says from when what tori records counts
     * @param progress gets a line a second
     */
    public HttpLoad(
            List<String> tori,
            NanoClock clock,
            InstantSource wall,
            Sleeper sleeper,
            PrintStream progress) {
        this.tori = List.copyOf(tori);
        this.clock = clock;
        this.wall = wall;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /**
     * Runs the load.
     *
     * @param folder empty; gets the configuration, the store and the log of that tori
     * @throws IOException with a sentence if that tori does not start or ends early
     */
    public HttpLoadResult run(HttpLoadOrder order, Path folder)
            throws IOException, InterruptedException {
        StoreFleet fleet = new StoreFleet(order.stores(), order.products());
        ChangeBook book = new ChangeBook();
        try (LoadServer server = new LoadServer(fleet, book, clock);
                AlertReceiver receiver = new AlertReceiver(book, clock);
                RelayFloor floor = RelayFloor.start(clock, sleeper)) {
            int api = freePort();
            Files.writeString(
                    folder.resolve("config.yaml"),
                    config(order, server.port(), receiver.port())
                            + (order.inside() ? server(api) : ""));
            InsideView.prepare(folder);
            try (LoadedDaemon daemon = LoadedDaemon.start(tori, folder)) {
                awaitFirstPolls(order, server, daemon, folder);
                InsideView inside =
                        order.inside() ? InsideView.begin(api, recorded(order), folder) : null;
                long number = warmUp(order, fleet, book, server);
                floor.record();
                Duration cpuBefore = daemon.cpu();
                long pollsBefore = server.polls();
                long startNanos = clock.nanoTime();
                Instant start = wall.instant();
                change(order, number, fleet, book, server);
                awaitTold(order, book);
                long nanos = clock.nanoTime() - startNanos;
                daemon.requireAlive(folder);
                return new HttpLoadResult(
                        order,
                        Duration.ofNanos(nanos),
                        book.count(),
                        book.untilServed(),
                        book.untilTold(),
                        book.changeToTold(),
                        floor.latency(),
                        inside == null ? Map.of() : inside.latencies(start),
                        Surroundings.of(daemon.id()),
                        server.polls() - pollsBefore,
                        daemon.cpu().minus(cpuBefore));
            }
        }
    }

    private void awaitFirstPolls(
            HttpLoadOrder order, LoadServer server, LoadedDaemon daemon, Path folder)
            throws IOException, InterruptedException {
        progress.println("starting tori on " + order.stores() + " stores …");
        long deadline = clock.nanoTime() + WARM_UP.plus(order.interval().multipliedBy(2)).toNanos();
        // Twice each: the first is the baseline, the second shows that it was taken.
        while (server.polls() < 2L * order.stores()) {
            daemon.requireAlive(folder);
            if (clock.nanoTime() - deadline > 0) {
                throw new IOException(
                        "tori polled only "
                                + server.polls()
                                + " times before the load could begin; see "
                                + folder.resolve("tori.log"));
            }
            sleeper.sleep(LOOK_NANOS);
        }
    }

    /**
     * The same load, of which nothing counts: what follows finds code that both virtual machines
     * have compiled.
     *
     * @return the number of the next change
     */
    private long warmUp(HttpLoadOrder order, StoreFleet fleet, ChangeBook book, LoadServer server)
            throws InterruptedException {
        if (order.warmUp().isZero()) {
            return 0;
        }
        progress.println("warming up for " + order.warmUp().toSeconds() + " s …");
        HttpLoadOrder first = order.asWarmUp();
        long number = change(first, 0, fleet, book, server);
        awaitTold(first, book);
        book.startOver();
        return number;
    }

    /**
     * An open loop: each change has its instant, and late ones are made up for at once.
     *
     * @param first the number of the first
     * @return the number after the last
     */
    private long change(
            HttpLoadOrder order, long first, StoreFleet fleet, ChangeBook book, LoadServer server)
            throws InterruptedException {
        double gapNanos = 1e9 / order.changesPerSecond();
        long total = (long) (order.duration().toNanos() / gapNanos);
        long startNanos = clock.nanoTime();
        long nextProgressNanos = startNanos + PROGRESS_NANOS;
        for (long i = 0; i < total; i++) {
            long dueNanos = startNanos + (long) (i * gapNanos);
            long wait = dueNanos - clock.nanoTime();
            if (wait > 0) {
                sleeper.sleep(wait);
            }
            long nowNanos = clock.nanoTime();
            // Counted from when it was due: a late load makes no change look quick.
            fleet.flip(first + i, book, dueNanos);
            if (nowNanos - nextProgressNanos >= 0) {
                nextProgressNanos += PROGRESS_NANOS;
                tell(book, server, Duration.ofNanos(nowNanos - startNanos), order.duration());
            }
        }
        return first + total;
    }

    private void tell(ChangeBook book, LoadServer server, Duration passed, Duration all) {
        ChangeBook.Count count = book.count();
        progress.printf(
                "%d of %d s: %d polls, %d changes, %d told, p50 %s, p99 %s%n",
                passed.toSeconds(),
                all.toSeconds(),
                server.polls(),
                count.changes(),
                count.told(),
                HttpLoadResult.words(book.untilTold().p50()),
                HttpLoadResult.words(book.untilTold().p99()));
    }

    private void awaitTold(HttpLoadOrder order, ChangeBook book) throws InterruptedException {
        long deadline = clock.nanoTime() + GRACE.plus(order.interval().multipliedBy(2)).toNanos();
        while (book.count().waiting() > 0 && clock.nanoTime() - deadline < 0) {
            sleeper.sleep(LOOK_NANOS);
        }
    }

    /** Free now, and asked for by tori at once. */
    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String server(int port) {
        return "server: {listen: \"127.0.0.1:" + port + "\"}\n";
    }

    /** All that happens after the first polls, and what is told late. */
    private static Duration recorded(HttpLoadOrder order) {
        return order.warmUp()
                .plus(order.duration())
                .plus(order.interval().multipliedBy(4))
                .plusSeconds(2);
    }

    /** No gap between polls and more connections than stores: the gate is not what is measured. */
    private static String config(HttpLoadOrder order, int port, int alerts) {
        StringBuilder yaml = new StringBuilder();
        yaml.append("defaults: {interval: ")
                .append(order.interval().toMillis())
                .append("ms, notify: [receiver]}\n")
                .append("http: {per_host: {connections: 512, gap: 0ms},")
                .append(" per_ip: {connections: 512, gap: 0ms}}\n")
                .append("destinations:\n")
                .append("  receiver: {type: webhook, url: \"http://127.0.0.1:")
                .append(alerts)
                .append("/alerts\", queue: 8192}\n")
                .append("store: {url: \"sqlite:load.db\"}\n")
                .append("sites:\n");
        for (int i = 0; i < order.stores(); i++) {
            yaml.append("  - {name: s")
                    .append(i)
                    .append(", url: \"http://127.0.0.1:")
                    .append(port)
                    .append("/s")
                    .append(i)
                    .append("\", monitors: [{name: all, type: shopify,")
                    .append(" events: [restocked, sold_out]}]}\n");
        }
        return yaml.toString();
    }
}
