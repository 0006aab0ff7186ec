package tori.telemetry;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.Labels;

import org.jspecify.annotations.Nullable;

import tori.index.KeyedSet;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.time.NanoClock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Counts and times what the engines do, for Prometheus. Thread-safe; recording finds its series in
 * a map by the id it is given and adds to it: no tags are built, nothing is allocated.
 *
 * <p>Monitors have two or three series each, poll counts and up; times are kept for all monitors
 * together, and per destination. What the JVM does is Micrometer's part.
 */
public final class PrometheusMeters implements Meters, AutoCloseable {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final NanoClock clock;
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    final KeyedSet<MonitorId, MonitorSeries> monitors = new KeyedSet<>(MonitorSeries::id);
    final Map<String, DestinationSeries> destinations = new ConcurrentHashMap<>();
    final LabelledCounts pages = new LabelledCounts("shortcut", Labels.EMPTY);
    final LabelledCounts recordings = new LabelledCounts("result", Labels.EMPTY);
    final LabelledCounts loopFailures = new LabelledCounts("loop", Labels.EMPTY);
    final Map<EventType, LongAdder> events = counters();
    final Map<String, LongSupplier> outbox = new ConcurrentHashMap<>();
    volatile IntSupplier incidents = () -> 0;
    volatile IntSupplier streamReaders = () -> 0;
    volatile LongSupplier streamSkipped = () -> 0;
    final LongAdder storeLost = new LongAdder();
    final LongAdder samplesLost = new LongAdder();
    final DurationSummary pollDuration;
    final DurationSummary scheduleLag;
    volatile @Nullable Boolean reloaded;
    volatile Supplier<List<ProxyReading>> proxies = List::of;

    /**
     * @param clock moves the windows of the quantiles
     */
    public PrometheusMeters(NanoClock clock) {
        this.clock = clock;
        pollDuration = new DurationSummary(clock, Labels.EMPTY);
        scheduleLag = new DurationSummary(clock, Labels.EMPTY);
        registry.getPrometheusRegistry().register(new MeterCollector(this));
    }

    /**
     * Adds what the JVM says of itself; once. Apart, because looking for it takes longer than the
     * rest, and a start has more urgent things to do.
     */
    public void addJvm() {
        new JvmMemoryMetrics().bindTo(registry);
        gc.bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Every type from the start: a rate needs to have seen the zero. Not changed afterwards. */
    private static Map<EventType, LongAdder> counters() {
        Map<EventType, LongAdder> counters = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            counters.put(type, new LongAdder());
        }
        return counters;
    }

    /**
     * All metrics as they are now.
     *
     * @param accept the {@code Accept} header of who asks: OpenMetrics if it names that, else
     *     Prometheus' text format
     */
    public Scrape scrape(@Nullable String accept) {
        boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
        String contentType = openMetrics ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 15);
        try {
            registry.scrape(body, contentType);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory cannot fail", e);
        }
        return new Scrape(contentType, body.toByteArray());
    }

    /** Where to read how many monitors have an open incident; must not block. */
    public void incidents(IntSupplier open) {
        incidents = open;
    }

    /**
     * Where to read how many read the live stream, and how many messages were left out because
     * somebody reads too slowly; must not block.
     */
    public void stream(IntSupplier readers, LongSupplier skipped) {
        streamReaders = readers;
        streamSkipped = skipped;
    }

    /** Stops listening to the garbage collector. */
    @Override
    public void close() {
        gc.close();
        registry.close();
    }

    private MonitorSeries of(MonitorId monitor) {
        MonitorSeries series = monitors.get(monitor);
        return series != null ? series : monitors.computeIfAbsent(monitor, MonitorSeries::new);
    }

    private DestinationSeries of(String destination) {
        DestinationSeries series = destinations.get(destination);
        return series != null
                ? series
                : destinations.computeIfAbsent(
                        destination, name -> new DestinationSeries(name, clock));
    }

    @Override
    public void polled(MonitorId monitor, String result, long durationNanos) {
        of(monitor).polled(result);
        pollDuration.record(durationNanos);
    }

    @Override
    public void lagged(MonitorId monitor, long lagNanos) {
        scheduleLag.record(lagNanos);
    }

    @Override
    public void up(MonitorId monitor, boolean up) {
        of(monitor).up(up);
    }

    @Override
    public void page(String shortcut) {
        pages.add(shortcut, 1);
    }

    @Override
    public void recorded(String result) {
        recordings.add(result, 1);
    }

    /** A poll that ends after this call brings the series back: forget after the last one. */
    @Override
    public void forget(MonitorId monitor) {
        monitors.remove(monitor);
    }

    @Override
    public void raised(EventType type) {
        LongAdder count = events.get(type);
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public void evicted(String destination) {
        of(destination).evicted.increment();
    }

    @Override
    public void expired(String destination) {
        of(destination).expired.increment();
    }

    @Override
    public void cancelled(String destination) {
        of(destination).cancelled.increment();
    }

    @Override
    public void delivered(String destination, String result, int count) {
        of(destination).deliveries.add(result, count);
    }

    @Override
    public void edited(String destination, String result) {
        of(destination).edits.add(result, 1);
    }

    @Override
    public void detectToSend(String destination, long nanos) {
        of(destination).detectToSend.record(nanos);
    }

    @Override
    public void queueDepth(String destination, IntSupplier depth) {
        of(destination).queueDepth = depth;
    }

    @Override
    public void outbox(String state, LongSupplier count) {
        outbox.put(state, count);
    }

    @Override
    public void digested(String destination, String what, long count) {
        of(destination).digested.add(what, count);
    }

    @Override
    public void held(String destination, IntSupplier count) {
        of(destination).held = count;
    }

    @Override
    public void forgetDestination(String destination) {
        destinations.remove(destination);
    }

    @Override
    public void storeLost(int rows) {
        storeLost.add(rows);
    }

    @Override
    public void samplesLost(int samples) {
        samplesLost.add(samples);
    }

    @Override
    public void loopFailed(String loop) {
        loopFailures.add(loop, 1);
    }

    /** Where to read how the proxies do; must not block. Replaces an earlier one. */
    public void proxies(Supplier<List<ProxyReading>> readings) {
        proxies = readings;
    }

    @Override
    public void reloaded(boolean successful) {
        reloaded = successful;
    }
}
