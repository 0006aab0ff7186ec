package tori.load;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Has a tori of its own watch many stores that change at fixed instants and tell of them on
 * look-alikes of Discord, with guaranteed notices beside them if that is asked for; measures what
 * is told when, and how the limits are kept. Runs on the main thread; ends by itself.
 */
public final class DiscordLoad {

    /** Start, and one interval for the first polls. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** Beyond the age of an alert and two intervals: retries and answers that are slow. */
    private static final Duration GRACE = Duration.ofSeconds(15);

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private final List<String> tori;
    private final NanoClock clock;
    private final Sleeper sleeper;
    private final PrintStream progress;

    /**
     * @param tori what runs tori, without arguments
     * @param progress gets a line a second
     */
    public DiscordLoad(List<String> tori, NanoClock clock, Sleeper sleeper, PrintStream progress) {
        this.tori = List.copyOf(tori);
        this.clock = clock;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /** Everything on our side of the loopback. */
    private record Scene(
            StoreFleet fleet,
            StorePages pages,
            AlertBook alerts,
            DiscordAnswers discord,
            NoticeBook notices) {}

    /**
     * Runs the load.
     *
     * @param folder empty; gets the configuration, the store and the log of that tori
     * @throws IOException with a sentence if that tori does not start or ends early
     */
    public DiscordLoadResult run(DiscordLoadOrder order, Path folder)
            throws IOException, InterruptedException {
        StoreFleet fleet = new StoreFleet(order.stores(), order.products());
        AlertBook alerts = new AlertBook(order.webhooks());
        NoticeBook notices = new NoticeBook();
        Scene scene =
                new Scene(
                        fleet,
                        new StorePages(fleet, alerts, clock),
                        alerts,
                        new DiscordAnswers(order.webhooks(), order.trouble(), alerts, clock),
                        notices);
        NoticeReceiver receiver = new NoticeReceiver(notices);
        int api = DaemonPage.freePort();
        URI address = URI.create("http://127.0.0.1:" + api);
        try (LoopbackServer server =
                        new LoopbackServer(
                                0, request -> answer(scene, receiver, request), clock, sleeper);
                DaemonPage page = new DaemonPage(address);
                NoticePusher pusher =
                        new NoticePusher(address, "receiver", "load", notices, clock)) {
            Files.writeString(folder.resolve("config.yaml"), config(order, server.port(), api));
            try (LoadedDaemon daemon = LoadedDaemon.start(tori, folder)) {
                awaitFirstPolls(order, scene.pages, page, daemon, folder);
                return load(order, scene, pusher, page, daemon, folder);
            }
        }
    }

    private static Reply answer(Scene scene, NoticeReceiver receiver, Request request) {
        Reply reply = scene.pages.answer(request);
        if (reply == null) {
            reply = scene.discord.answer(request);
        }
        if (reply == null) {
            reply = receiver.answer(request);
        }
        return reply == null ? Reply.of("404 Not Found", "{}") : reply;
    }

    private void awaitFirstPolls(
            DiscordLoadOrder order,
            StorePages pages,
            DaemonPage page,
            LoadedDaemon daemon,
            Path folder)
            throws IOException, InterruptedException {
        progress.println("starting tori on " + order.stores() + " stores …");
        long deadline = clock.nanoTime() + WARM_UP.plus(order.interval().multipliedBy(2)).toNanos();
        // Twice each: the first is the baseline, the second shows that it was taken.
        while (pages.polls() < 2L * order.stores() || !page.isAlive()) {
            daemon.requireAlive(folder);
            if (clock.nanoTime() - deadline > 0) {
                throw new IOException(
                        "tori polled only "
                                + pages.polls()
                                + " times before the load could begin; see "
                                + folder.resolve("tori.log"));
            }
            sleeper.sleep(LOOK_NANOS);
        }
    }

    private DiscordLoadResult load(
            DiscordLoadOrder order,
            Scene scene,
            NoticePusher pusher,
            DaemonPage page,
            LoadedDaemon daemon,
            Path folder)
            throws IOException, InterruptedException {
        progress.println("tori runs as process " + daemon.id());
        Duration cpuBefore = daemon.cpu();
        long pollsBefore = scene.pages.polls();
        long unchangedBefore = scene.pages.unchanged();
        long startNanos = clock.nanoTime();
        new OpenLoop(clock, sleeper)
                .at(
                        order.changesPerSecond(),
                        (number, due) -> scene.fleet.flip(number, scene.alerts, clock.nanoTime()))
                .at(order.noticesPerSecond(), pusher::push)
                .at(
                        1,
                        (number, due) -> {
                            daemon.requireAlive(folder);
                            tell(order, scene, number);
                        })
                .run(order.duration());
        Duration changing = Duration.ofNanos(clock.nanoTime() - startNanos);
        DiscordLoadResult.Polls polls =
                new DiscordLoadResult.Polls(
                        scene.pages.polls() - pollsBefore,
                        scene.pages.unchanged() - unchangedBefore);
        Duration cpu = daemon.cpu().minus(cpuBefore);
        awaitTold(order, scene, daemon, folder);
        Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
        return new DiscordLoadResult(
                order,
                Surroundings.of(daemon.id()),
                took,
                changing,
                scene.alerts.count(),
                scene.discord.count(),
                scene.notices.count(),
                new DiscordLoadResult.Latencies(
                        scene.alerts.untilServed(),
                        scene.alerts.untilTold(),
                        scene.notices.untilAccepted(),
                        scene.notices.untilReceived()),
                polls,
                Dropped.of(page),
                cpu);
    }

    private void tell(DiscordLoadOrder order, Scene scene, long second) {
        AlertBook.Count count = scene.alerts.count();
        DiscordAnswers.Count answers = scene.discord.count();
        NoticeBook.Count notices = scene.notices.count();
        progress.printf(
                "%d of %d s: %d polls (%d unchanged), %d changes, %d told in %d messages, %d owed,"
                        + " 429: %d avoidable, %d planned; notices %d of %d; page to alert %s%n",
                second,
                order.duration().toSeconds(),
                scene.pages.polls(),
                scene.pages.unchanged(),
                count.changes(),
                count.told(),
                count.messages(),
                count.owed(),
                answers.avoidable(),
                answers.planned(),
                notices.received(),
                notices.pushed(),
                Report.progress(scene.alerts.untilTold()));
    }

    private void awaitTold(DiscordLoadOrder order, Scene scene, LoadedDaemon daemon, Path folder)
            throws IOException, InterruptedException {
        Duration patience = GRACE.plus(order.maxAge()).plus(order.interval().multipliedBy(2));
        long deadline = clock.nanoTime() + patience.toNanos();
        daemon.requireAlive(folder);
        while (isWaiting(scene) && clock.nanoTime() - deadline < 0) {
            sleeper.sleep(LOOK_NANOS);
            daemon.requireAlive(folder);
        }
    }

    private static boolean isWaiting(Scene scene) {
        NoticeBook.Count notices = scene.notices.count();
        return scene.alerts.count().owed() > 0 || !notices.isAnswered() || notices.open() > 0;
    }

    /** No gap between polls and more connections than stores: the gate is not what is measured. */
    private static String config(DiscordLoadOrder order, int port, int api) {
        String server = "http://127.0.0.1:" + port;
        StringBuilder yaml = new StringBuilder();
        yaml.append("defaults: {interval: %dms}\n".formatted(order.interval().toMillis()))
                .append("server: {listen: \"127.0.0.1:%d\"}\n".formatted(api))
                .append("http: {per_host: {connections: 512, gap: 0ms},")
                .append(" per_ip: {connections: 512, gap: 0ms}}\n")
                .append("store: {url: \"sqlite:load.db\"}\n")
                .append("destinations:\n")
                .append(
                        "  receiver: {type: webhook, url: \"%s\", delivery: guaranteed}\n"
                                .formatted(server + NoticeReceiver.PATH));
        for (int i = 0; i < order.webhooks(); i++) {
            yaml.append(
                    "  discord%d: {type: discord, url: \"%s\", max_age: %dms}\n"
                            .formatted(
                                    i, server + DiscordAnswers.path(i), order.maxAge().toMillis()));
        }
        yaml.append("sites:\n");
        for (int i = 0; i < order.stores(); i++) {
            yaml.append(
                    ("  - {name: s%d, url: \"%s/s%d\", monitors: [{name: all, type: shopify,"
                                    + " events: [restocked, sold_out], notify: [discord%d]}]}\n")
                            .formatted(i, server, i, i % order.webhooks()));
        }
        return yaml.toString();
    }
}
