package tori;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One measurement in a JVM of its own: so many monitors, or so many sleeping threads, for a warm-up
 * and an interval, then what is alive of the heap. Progress on standard error, one line of JSON on
 * standard output. Started by {@link ScaleRun}; ends by itself.
 */
public final class ScaleCase {

    private static final int PROGRESS_SECONDS = 5;

    /** Eight minutes. */
    private static final int FIRST_STEPS = 96;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int CLASSES_SHOWN = 40;
    private static final Duration HALTED_WITHIN = Duration.ofSeconds(20);

    /**
     * What the parent asks for.
     *
     * @param kind {@code stub}, {@code loopback} or {@code threads}
     * @param hosts names that the sites are spread over
     * @param port of the shops on loopback
     * @param products in each catalogue behind the stub
     * @param changeEvery one in so many polls finds a change; 0 for none
     * @param warmUpSeconds after everything has been started
     * @param seconds measured
     * @param intervalSeconds from one turn of each to the next
     * @param log of the collector
     */
    private record Order(
            String kind,
            int count,
            int hosts,
            int port,
            int products,
            int changeEvery,
            int warmUpSeconds,
            int seconds,
            int intervalSeconds,
            Path log) {

        static Order of(String[] arguments) {
            return new Order(
                    arguments[0],
                    Integer.parseInt(arguments[1]),
                    Integer.parseInt(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Integer.parseInt(arguments[4]),
                    Integer.parseInt(arguments[5]),
                    Integer.parseInt(arguments[6]),
                    Integer.parseInt(arguments[7]),
                    Integer.parseInt(arguments[8]),
                    Path.of(arguments[9]));
        }

        String label() {
            return kind + " " + count;
        }
    }

    /** What is being measured, whichever it is; {@code kept} is not garbage while it is. */
    private record Subject(
            LongSupplier rounds,
            LongSupplier failures,
            Supplier<Histogram> lags,
            Supplier<Histogram> durations,
            Halt halt,
            Object kept) {}

    /** Ends the polls that run and begins no others; what is known of each monitor stays. */
    @FunctionalInterface
    private interface Halt {
        void halt() throws InterruptedException;
    }

    private ScaleCase() {}

    public static void main(String[] arguments) throws Exception {
        Order order = Order.of(arguments);
        ObjectNode result = new ObjectMapper().createObjectNode();
        result.put("kind", order.kind()).put("count", order.count());
        if (!order.kind().equals("threads")) {
            result.put("hosts", order.hosts()).put("products", order.products());
        }
        measure(order, result);
        System.out.println(result);
        System.out.flush();
        // What still runs is of no interest, and an orderly end of a million polls takes its time.
        Runtime.getRuntime().halt(0);
    }

    private static void measure(Order order, ObjectNode result) throws Exception {
        long begun = System.nanoTime();
        long emptyBytes;
        Subject subject;
        if (order.kind().equals("threads")) {
            Sleepers sleepers = new Sleepers(Duration.ofSeconds(order.intervalSeconds()));
            emptyBytes = Footprint.liveHeapBytes();
            sleepers.start(order.count());
            subject =
                    new Subject(
                            sleepers.wakes::sum,
                            () -> 0,
                            sleepers::takeLags,
                            sleepers::takeLags,
                            () -> {},
                            sleepers);
        } else {
            StubShop stub =
                    order.kind().equals("stub")
                            ? new StubShop(order.products(), order.changeEvery())
                            : null;
            ScaledDaemon daemon =
                    ScaledDaemon.open(order.log().getParent(), order.intervalSeconds(), stub);
            emptyBytes = Footprint.liveHeapBytes();
            var config = daemon.configure(order.count(), order.hosts(), order.port());
            daemon.watches.start(config);
            subject =
                    new Subject(
                            daemon.meters.good::sum,
                            daemon.meters.bad::sum,
                            daemon.meters::takeLags,
                            daemon.meters::takeDurations,
                            () -> daemon.schedule.stop(HALTED_WITHIN),
                            new Object[] {daemon, config});
        }
        result.put("set_up_ms", (System.nanoTime() - begun) / 1_000_000);
        awaitFirst(order, subject);
        result.put("first_rounds_ms", (System.nanoTime() - begun) / 1_000_000);
        watch(order.label() + " warming up", order.warmUpSeconds(), subject);
        long failuresBefore = subject.failures().getAsLong();
        interval(order, subject, result);
        result.put("failures_warming_up", failuresBefore);
        result.put("failures", subject.failures().getAsLong() - failuresBefore);
        Footprint.describe(result);
        long live = Footprint.liveHeapBytes();
        result.put("live_heap_bytes", live);
        result.put("live_heap_empty_bytes", emptyBytes);
        result.put("live_heap_bytes_each", (double) live / order.count());
        Footprint.classes(result.putArray("classes"), order.count(), CLASSES_SHOWN);
        subject.halt().halt();
        result.put("live_heap_at_rest_bytes", Footprint.liveHeapBytes());
        if (subject.kept() == null) {
            throw new IllegalStateException("kept alive until here");
        }
    }

    /** Until each has had its first turn; a first poll reads and writes the store. */
    private static void awaitFirst(Order order, Subject subject) throws InterruptedException {
        for (int i = 0; i < FIRST_STEPS && subject.rounds().getAsLong() < order.count(); i++) {
            watch(order.label() + " first turns", PROGRESS_SECONDS, subject);
        }
    }

    private static void interval(Order order, Subject subject, ObjectNode result)
            throws InterruptedException, IOException {
        subject.lags().get();
        subject.durations().get();
        long fromMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        long rounds = subject.rounds().getAsLong();
        long cpu = Footprint.cpuNanos();
        long wheel = Footprint.cpuNanos("tori-wheel");
        long begun = System.nanoTime();
        watch(order.label() + " measuring", order.seconds(), subject);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double made = Math.max(1, subject.rounds().getAsLong() - rounds);
        cpu = Footprint.cpuNanos() - cpu;
        wheel = Footprint.cpuNanos("tori-wheel") - wheel;
        long toMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        result.put("seconds", seconds);
        result.put("per_second", made / seconds);
        result.put("cpu_us_each", cpu / 1e3 / made);
        result.put("wheel_cpu_us_each", wheel / 1e3 / made);
        percentiles("lag", subject.lags().get(), result);
        if (!order.kind().equals("threads")) {
            percentiles("poll", subject.durations().get(), result);
        }
        Pauses.describe(order.log(), fromMillis, toMillis, result);
    }

    private static void percentiles(String name, Histogram histogram, ObjectNode result) {
        for (double percentile : new double[] {50, 90, 99, 99.9}) {
            String key = String.format(Locale.ROOT, "%s_p%s_ms", name, trimmed(percentile));
            result.put(key, histogram.getValueAtPercentile(percentile) / NANOS_PER_MILLI);
        }
        result.put(name + "_max_ms", histogram.getMaxValue() / NANOS_PER_MILLI);
    }

    private static String trimmed(double percentile) {
        return percentile % 1 == 0 ? Long.toString((long) percentile) : Double.toString(percentile);
    }

    /** Waits, and says every few seconds how it goes. */
    private static void watch(String what, int seconds, Subject subject)
            throws InterruptedException {
        long rounds = subject.rounds().getAsLong();
        for (int passed = 0; passed < seconds; passed += PROGRESS_SECONDS) {
            int step = Math.min(PROGRESS_SECONDS, seconds - passed);
            Thread.sleep(Duration.ofSeconds(step));
            long now = subject.rounds().getAsLong();
            System.err.printf(
                    Locale.ROOT,
                    "\r%s: %d/%d s, %.0f per second, %d failures   ",
                    what,
                    passed + step,
                    seconds,
                    (now - rounds) / (double) step,
                    subject.failures().getAsLong());
            rounds = now;
        }
        System.err.print(seconds > PROGRESS_SECONDS ? "\n" : "");
    }
}
