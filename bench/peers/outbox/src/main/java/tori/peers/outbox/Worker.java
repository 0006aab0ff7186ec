package tori.peers.outbox;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The process of one run of one contender: measures its rate on a fresh store, then the latency at
 * half that rate on another fresh store, and writes the {@link Run} as JSON.
 *
 * <p>Arguments: the contender's name, the receiver's address, an empty folder, the result's file,
 * then options.
 */
public final class Worker {

    /** How long what was accepted may still take to arrive once enqueueing on schedule ended. */
    private static final Duration DRAIN = Duration.ofSeconds(30);

    /** The clock's start lies ahead so that no thread begins late. */
    private static final long LEAD_NANOS = 50_000_000;

    private final String name;
    private final URI receiver;
    private final Path folder;
    private final Options options;

    private Worker(String name, URI receiver, Path folder, Options options) {
        this.name = name;
        this.receiver = receiver;
        this.folder = folder;
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Parent.endWithIt();
        List<String> given = List.of(arguments);
        Worker worker =
                new Worker(
                        given.get(0),
                        URI.create(given.get(1)),
                        Path.of(given.get(2)),
                        Options.parse(given.subList(4, given.size())));
        new JsonMapper().writeValue(Path.of(given.get(3)).toFile(), worker.run());
        // A library's thread that does not end must not keep the run from ending.
        System.exit(0);
    }

    /** The contenders on the class path. */
    static List<Contender> contenders() {
        return ServiceLoader.load(Contender.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private Run run() throws Exception {
        Run.Rate rate;
        String version;
        String order;
        Marks marks = new Marks();
        try (Contender contender = start("rate", marks);
                Producers producers = new Producers(contender, options)) {
            warmUp(contender, producers, marks);
            rate = rate(contender, producers, marks);
            version = contender.version();
            order = contender.order();
        }
        Arrivals.forget(receiver);
        marks = new Marks();
        try (Contender contender = start("latency", marks);
                Producers producers = new Producers(contender, options)) {
            warmUp(contender, producers, marks);
            Run.Latency latency = latency(rate.eventsPerSecond() / 2, producers, marks);
            return new Run(name, version, order, rate, latency);
        }
    }

    private Contender start(String phase, Marks marks) throws Exception {
        Contender contender =
                contenders().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name));
        Path own = Files.createDirectory(folder.resolve(phase));
        contender.start(new Terms(receiver, own, options.inFlight(), marks));
        return contender;
    }

    private void warmUp(Contender contender, Producers producers, Marks marks) throws Exception {
        Duration atMost = Duration.ofSeconds(options.seconds());
        long enqueued =
                producers.asFastAsPossible("warm", options.warmup(), atMost.toNanos()).count();
        if (!marks.await(enqueued, atMost)) {
            throw new IOException(
                    "warming up: " + marks.count() + " of " + enqueued + " delivered");
        }
        if (contender.outstanding() != 0) {
            throw new IOException("warming up: told of more marks than the store has");
        }
        Arrivals.forget(receiver);
    }

    private Run.Rate rate(Contender contender, Producers producers, Marks marks) throws Exception {
        long before = marks.count();
        long foreignBefore = contender.foreignCpuNanos();
        long ownBefore = ownCpuNanos();
        long atMostNanos = Duration.ofSeconds(options.seconds()).toNanos();
        Producers.Enqueued enqueued =
                producers.asFastAsPossible("rate", options.events(), atMostNanos);
        long leftNanos = atMostNanos - (System.nanoTime() - enqueued.firstNanos());
        boolean all =
                marks.await(before + enqueued.count(), Duration.ofNanos(Math.max(0, leftNanos)))
                        && enqueued.count() == options.events();
        long marked = marks.count() - before;
        long ownNanos = ownCpuNanos() - ownBefore;
        long foreignNanos = contender.foreignCpuNanos() - foreignBefore;
        Arrivals arrivals = Arrivals.of(receiver, "rate");
        if (all && (contender.outstanding() != 0 || arrivals.list().size() != marked)) {
            throw new IOException(
                    "%d marked, %d arrived, %d outstanding"
                            .formatted(marked, arrivals.list().size(), contender.outstanding()));
        }
        double seconds = (marks.lastNanos() - enqueued.firstNanos()) / 1e9;
        return new Run.Rate(
                enqueued.count(),
                marked,
                !all,
                marked / seconds,
                enqueued.count() / ((enqueued.lastNanos() - enqueued.firstNanos()) / 1e9),
                (ownNanos + foreignNanos) / 1e3 / marked,
                foreignNanos / 1e3 / marked,
                arrivals.repeated(),
                arrivals.outOfOrder(options.entities()));
    }

    private Run.Latency latency(double perSecond, Producers producers, Marks marks)
            throws Exception {
        long before = marks.count();
        int events = (int) Math.max(1, perSecond * options.latencySeconds());
        ConcurrentHistogram accepted = new ConcurrentHistogram(3);
        long startNanos = System.nanoTime() + LEAD_NANOS;
        producers.onSchedule("latency", events, perSecond, startNanos, accepted);
        marks.await(before + events, DRAIN);
        Arrivals arrivals = Arrivals.of(receiver, "latency");
        Histogram arrived = new Histogram(3);
        for (Arrivals.Arrival arrival : arrivals.list()) {
            arrived.recordValue(
                    arrival.nanos()
                            - Producers.scheduled(arrival.sequence(), perSecond, startNanos));
        }
        return new Run.Latency(
                perSecond,
                events,
                events - arrivals.list().size(),
                arrived.getValueAtPercentile(50) / 1_000,
                arrived.getValueAtPercentile(99) / 1_000,
                arrived.getMaxValue() / 1_000,
                accepted.getValueAtPercentile(50) / 1_000,
                accepted.getValueAtPercentile(99) / 1_000,
                arrivals.repeated(),
                arrivals.outOfOrder(options.entities()));
    }

    private static long ownCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
