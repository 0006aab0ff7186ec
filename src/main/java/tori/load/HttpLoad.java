package tori.load;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
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
        order.encoding().warmUp();
        StoreFleet fleet = new StoreFleet(order.stores(), order.products());
        ChangeBook book = new ChangeBook();
        int api = DaemonPage.freePort();
        try (LoadServer server = new LoadServer(fleet, order.encoding(), book, clock, sleeper);
                AlertReceiver receiver = new AlertReceiver(book, clock);
                DaemonPage page = new DaemonPage(URI.create("http://127.0.0.1:" + api));
                RelayFloor floor = RelayFloor.start(clock, sleeper)) {
            Files.writeString(
                    folder.resolve("config.yaml"),
                    config(order, server.port(), receiver.port()) + server(api));
            InsideView.prepare(folder);
            try (LoadedDaemon daemon = LoadedDaemon.start(tori, folder)) {
                Scene scene = new Scene(fleet, book, server, page, daemon, folder);
                awaitFirstPolls(order, scene);
                InsideView inside =
                        order.inside() ? InsideView.begin(api, recorded(order), folder) : null;
                long number = warmUp(order, scene);
                floor.record();
                return measure(order, number, scene, floor, inside);
            }
        }
    }

    /** What changes, what is told of it, and who tells. */
    private record Scene(
            StoreFleet fleet,
            ChangeBook book,
            LoadServer server,
            DaemonPage page,
            LoadedDaemon daemon,
            Path folder) {}

    private HttpLoadResult measure(
            HttpLoadOrder order,
            long number,
            Scene scene,
            RelayFloor floor,
            @Nullable InsideView inside)
            throws IOException, InterruptedException {
        Dropped droppedBefore = Dropped.of(scene.page);
        Duration cpuBefore = scene.daemon.cpu();
        long pollsBefore = scene.server.polls();
        long startNanos = clock.nanoTime();
        Instant start = wall.instant();
        change(order, number, scene);
        Duration changing = Duration.ofNanos(clock.nanoTime() - startNanos);
        long polls = scene.server.polls() - pollsBefore;
        Duration cpu = scene.daemon.cpu().minus(cpuBefore);
        awaitTold(order, scene);
        Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
        ChangeBook.Count count = scene.book.count();
        return new HttpLoadResult(
                order,
                took,
                changing,
                count,
                scene.book.untilServed(),
                scene.book.untilTold(),
                scene.book.changeToTold(),
                floor.latency(),
                inside == null ? Map.of() : inside.latencies(start),
                Surroundings.of(scene.daemon.id()),
                OpenLoop.due(order.changesPerSecond(), order.duration()) - count.changes(),
                Dropped.of(scene.page).since(droppedBefore),
                polls,
                cpu);
    }

    private void awaitFirstPolls(HttpLoadOrder order, Scene scene)
            throws IOException, InterruptedException {
        progress.println("starting tori on " + order.stores() + " stores …");
        long deadline = clock.nanoTime() + WARM_UP.plus(order.interval().multipliedBy(2)).toNanos();
        // Twice each: the first is the baseline, the second shows that it was taken.
        while (scene.server.polls() < 2L * order.stores() || !scene.page.isAlive()) {
            scene.daemon.requireAlive(scene.folder);
            if (clock.nanoTime() - deadline > 0) {
                throw new IOException(
                        "tori polled only "
                                + scene.server.polls()
                                + " times before the load could begin; see "
                                + scene.folder.resolve("tori.log"));
            }
            sleeper.sleep(LOOK_NANOS);
        }
        progress.println("tori runs as process " + scene.daemon.id());
    }

    /**
     * The same load, of which nothing counts: what follows finds code that both virtual machines
     * have compiled.
     *
     * @return the number of the next change
     */
    private long warmUp(HttpLoadOrder order, Scene scene) throws IOException, InterruptedException {
        if (order.warmUp().isZero()) {
            return 0;
        }
        progress.println("warming up for " + order.warmUp().toSeconds() + " s …");
        HttpLoadOrder first = order.asWarmUp();
        change(first, 0, scene);
        awaitTold(first, scene);
        long made = scene.book.count().changes();
        scene.book.startOver();
        return made;
    }

    /**
     * An open loop: each change has its instant, and late ones are made up for at once.
     *
     * @param first the number of the first
     */
    private void change(HttpLoadOrder order, long first, Scene scene)
            throws IOException, InterruptedException {
        new OpenLoop(clock, sleeper)
                .at(
                        order.changesPerSecond(),
                        // Counted from when it was due: a late load makes no change look quick.
                        (number, due) -> scene.fleet.flip(first + number, scene.book, due))
                .at(
                        1,
                        (second, due) -> {
                            scene.daemon.requireAlive(scene.folder);
                            tell(scene, second, order.duration());
                        })
                .run(order.duration());
    }

    private void tell(Scene scene, long second, Duration all) {
        ChangeBook.Count count = scene.book.count();
        progress.printf(
                "%d of %d s: %d polls, %d changes, %d told, page to alert %s%n",
                second,
                all.toSeconds(),
                scene.server.polls(),
                count.changes(),
                count.told(),
                Report.progress(scene.book.untilTold()));
    }

    private void awaitTold(HttpLoadOrder order, Scene scene)
            throws IOException, InterruptedException {
        long deadline = clock.nanoTime() + GRACE.plus(order.interval().multipliedBy(2)).toNanos();
        scene.daemon.requireAlive(scene.folder);
        while (scene.book.count().owed() > 0 && clock.nanoTime() - deadline < 0) {
            sleeper.sleep(LOOK_NANOS);
            scene.daemon.requireAlive(scene.folder);
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
