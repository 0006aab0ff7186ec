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
import java.util.List;

/**
 * Pushes guaranteed events at fixed instants into a tori, of its own unless a running one is named,
 * and measures when they are accepted and when they arrive. Runs on the main thread; ends by
 * itself.
 */
public final class EventLoad {

    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** What was accepted last must have arrived within this. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    private final List<String> tori;
    private final NanoClock clock;
    private final Sleeper sleeper;
    private final PrintStream progress;

    /**
     * @param tori what runs tori, without arguments
     * @param progress gets a line a second
     */
    public EventLoad(List<String> tori, NanoClock clock, Sleeper sleeper, PrintStream progress) {
        this.tori = List.copyOf(tori);
        this.clock = clock;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /**
     * Runs the load.
     *
     * @param folder empty; gets the configuration, the store and the log of a tori of our own
     * @param run begins every key; another for each run against a running tori
     * @throws IOException with a sentence if tori does not start, ends early or does not answer
     */
    public EventLoadResult run(EventLoadOrder order, Path folder, String run)
            throws IOException, InterruptedException {
        NoticeBook book = new NoticeBook();
        NoticeReceiver receiver = new NoticeReceiver(book);
        try (LoopbackServer server =
                new LoopbackServer(
                        order.receiverPort(),
                        request -> {
                            Reply reply = receiver.answer(request);
                            return reply == null ? Reply.of("404 Not Found", "{}") : reply;
                        },
                        clock,
                        sleeper)) {
            URI running = order.running();
            if (running != null) {
                return load(order, running, run, book, null, folder);
            }
            int api = DaemonPage.freePort();
            Files.writeString(folder.resolve("config.yaml"), config(order, server.port(), api));
            try (LoadedDaemon daemon = LoadedDaemon.start(tori, folder)) {
                URI own = URI.create("http://127.0.0.1:" + api);
                return load(order, own, run, book, daemon, folder);
            }
        }
    }

    private EventLoadResult load(
            EventLoadOrder order,
            URI server,
            String run,
            NoticeBook book,
            @Nullable LoadedDaemon daemon,
            Path folder)
            throws IOException, InterruptedException {
        try (DaemonPage page = new DaemonPage(server);
                NoticePusher pusher =
                        new NoticePusher(server, order.destination(), run, book, clock)) {
            awaitAlive(server, page, daemon, folder);
            Duration cpuBefore = daemon == null ? Duration.ZERO : daemon.cpu();
            long startNanos = clock.nanoTime();
            new OpenLoop(clock, sleeper)
                    .at(order.perSecond(), pusher::push)
                    .at(
                            1,
                            (second, due) -> {
                                if (daemon != null) {
                                    daemon.requireAlive(folder);
                                }
                                tell(order, book, second);
                            })
                    .run(order.duration());
            awaitAnswers(order, book);
            Duration took = Duration.ofNanos(clock.nanoTime() - startNanos);
            if (daemon != null) {
                daemon.requireAlive(folder);
            }
            return new EventLoadResult(
                    order,
                    Surroundings.of(daemon == null ? 0 : daemon.id()),
                    took,
                    book.count(),
                    book.firstRefusal(),
                    book.untilAccepted(),
                    book.untilReceived(),
                    daemon == null ? Duration.ZERO : daemon.cpu().minus(cpuBefore));
        }
    }

    private void awaitAlive(URI server, DaemonPage page, @Nullable LoadedDaemon daemon, Path folder)
            throws IOException, InterruptedException {
        if (daemon == null) {
            if (!page.isAlive()) {
                throw new IOException("no tori answers at " + server);
            }
            return;
        }
        progress.println("starting tori …");
        long deadline = clock.nanoTime() + WARM_UP.toNanos();
        while (!page.isAlive()) {
            daemon.requireAlive(folder);
            if (clock.nanoTime() - deadline > 0) {
                throw new IOException(
                        "tori did not answer within "
                                + WARM_UP.toSeconds()
                                + " s; see "
                                + folder.resolve("tori.log"));
            }
            sleeper.sleep(LOOK_NANOS);
        }
        progress.println("tori runs as process " + daemon.id());
    }

    private void tell(EventLoadOrder order, NoticeBook book, long second) {
        NoticeBook.Count count = book.count();
        String received = order.isReceived() ? ", %d received".formatted(count.received()) : "";
        progress.printf(
                "%d of %d s: %d pushed, %d accepted, %d refused%s; accepted %s%n",
                second,
                order.duration().toSeconds(),
                count.pushed(),
                count.accepted(),
                count.refused(),
                received,
                Report.progress(book.untilAccepted()));
    }

    private void awaitAnswers(EventLoadOrder order, NoticeBook book) throws InterruptedException {
        long deadline = clock.nanoTime() + GRACE.toNanos();
        while (clock.nanoTime() - deadline < 0) {
            NoticeBook.Count count = book.count();
            if (count.isAnswered() && (count.open() == 0 || !order.isReceived())) {
                return;
            }
            sleeper.sleep(LOOK_NANOS);
        }
    }

    private static String config(EventLoadOrder order, int port, int api) {
        return """
        sites: []
        server: {listen: "127.0.0.1:%d"}
        store: {url: "sqlite:load.db"}
        destinations:
          "%s": {type: webhook, url: "http://127.0.0.1:%d%s", delivery: guaranteed}
        """
                .formatted(api, order.destination(), port, NoticeReceiver.PATH);
    }
}
