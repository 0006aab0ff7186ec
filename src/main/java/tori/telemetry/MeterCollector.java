package tori.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;

/** Turns what {@link PrometheusMeters} has counted into samples. Called by scrapes. */
final class MeterCollector implements MultiCollector {

    private final PrometheusMeters meters;

    MeterCollector(PrometheusMeters meters) {
        this.meters = meters;
    }

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> all = new ArrayList<>();
        addMonitors(all);
        addDestinations(all);
        addTotals(all);
        addProxies(all);
        return new MetricSnapshots(all);
    }

    private void addMonitors(List<MetricSnapshot> all) {
        List<CounterDataPointSnapshot> polls = new ArrayList<>();
        List<GaugeDataPointSnapshot> up = new ArrayList<>();
        for (MonitorSeries monitor : meters.monitors.values()) {
            Labels labels = monitor.labels();
            monitor.forEachResult((result, count) ->
                    polls.add(LabelledCounts.point(count, labels.add("result", result))));
            Boolean isUp = monitor.up();
            if (isUp != null) {
                up.add(gauge(isUp ? 1 : 0, labels));
            }
        }
        all.add(counters("tori_polls", "Polls that ended, by result.", polls));
        all.add(
                gauges(
                        "tori_monitor_up",
                        "1 if the last poll had a usable answer; for checks, if no incident is"
                                + " open.",
                        up));
        addSummaries(
                all,
                "tori_poll_duration_seconds",
                "Time a poll took, all its pages, of all monitors.",
                List.of(meters.pollDuration));
        addSummaries(
                all,
                "tori_schedule_lag_seconds",
                "How late polls started, of all monitors.",
                List.of(meters.scheduleLag));
        all.add(counters("tori_pages", "Pages read, by what made it cheap.", meters.pages.read()));
        all.add(
                counters(
                        "tori_recorded_polls",
                        "Polls written down for replay, or not, by result.",
                        meters.recordings.read()));
    }

    private void addDestinations(List<MetricSnapshot> all) {
        all.add(
                perDestination(
                        "tori_evicted",
                        "Events dropped because the queue was full.",
                        to -> to.evicted.sum()));
        all.add(
                perDestination(
                        "tori_expired",
                        "Events dropped because they were too old.",
                        to -> to.expired.sum()));
        all.add(
                perDestination(
                        "tori_cancelled",
                        "Events dropped because their opposite overtook them.",
                        to -> to.cancelled.sum()));
        List<CounterDataPointSnapshot> deliveries = new ArrayList<>();
        List<CounterDataPointSnapshot> digested = new ArrayList<>();
        List<CounterDataPointSnapshot> edits = new ArrayList<>();
        List<GaugeDataPointSnapshot> depths = new ArrayList<>();
        List<GaugeDataPointSnapshot> held = new ArrayList<>();
        List<DurationSummary> delays = new ArrayList<>();
        for (DestinationSeries destination : meters.destinations.values()) {
            deliveries.addAll(destination.deliveries.read());
            edits.addAll(destination.edits.read());
            delays.add(destination.detectToSend);
            IntSupplier depth = destination.queueDepth;
            if (depth != null) {
                depths.add(gauge(depth.getAsInt(), destination.labels));
            }
            digested.addAll(destination.digested.read());
            IntSupplier heldBack = destination.held;
            if (heldBack != null) {
                held.add(gauge(heldBack.getAsInt(), destination.labels));
            }
        }
        all.add(counters("tori_deliveries", "Events by how sending them ended.", deliveries));
        all.add(counters("tori_edits", "Messages brought up to date, by how it ended.", edits));
        all.add(gauges("tori_queue_depth", "Events waiting to be sent.", depths));
        all.add(
                counters(
                        "tori_digested",
                        "Events told afterwards in one message: dropped ones, and those of quiet"
                                + " hours.",
                        digested));
        all.add(gauges("tori_held", "Events held back until quiet hours are over.", held));
        addSummaries(
                all,
                "tori_detect_to_send_seconds",
                "Time from seeing a change to the first byte of the request that tells it.",
                delays);
    }

    private CounterSnapshot perDestination(
            String name, String help, ToLongFunction<DestinationSeries> count) {
        List<CounterDataPointSnapshot> points = new ArrayList<>();
        for (DestinationSeries destination : meters.destinations.values()) {
            points.add(LabelledCounts.point(count.applyAsLong(destination), destination.labels));
        }
        return counters(name, help, points);
    }

    private void addTotals(List<MetricSnapshot> all) {
        List<CounterDataPointSnapshot> events = new ArrayList<>();
        meters.events.forEach((type, count) ->
                events.add(LabelledCounts.point(count.sum(), Labels.of("type", type.wireName()))));
        all.add(counters("tori_events", "Events raised.", events));
        List<GaugeDataPointSnapshot> outbox = new ArrayList<>();
        meters.outbox.forEach((state, count) ->
                outbox.add(gauge((double) count.getAsLong(), Labels.of("state", state))));
        all.add(gauges("tori_outbox", "Guaranteed deliveries, by where they stand.", outbox));
        all.add(
                gauges(
                        "tori_incidents_open",
                        "Monitors with an open incident.",
                        List.of(gauge(meters.incidents.getAsInt(), Labels.EMPTY))));
        all.add(
                gauges(
                        "tori_stream_readers",
                        "Who reads the live stream now.",
                        List.of(gauge(meters.streamReaders.getAsInt(), Labels.EMPTY))));
        all.add(
                counters(
                        "tori_stream_skipped",
                        "Messages of the live stream left out for slow readers.",
                        List.of(
                                LabelledCounts.point(
                                        meters.streamSkipped.getAsLong(), Labels.EMPTY))));
        all.add(
                counters(
                        "tori_store_lost",
                        "Rows the store could not write.",
                        List.of(LabelledCounts.point(meters.storeLost.sum(), Labels.EMPTY))));
        all.add(
                counters(
                        "tori_samples_lost",
                        "Checks that are left out of the history.",
                        List.of(LabelledCounts.point(meters.samplesLost.sum(), Labels.EMPTY))));
        all.add(
                counters(
                        "tori_loop_failures",
                        "Exceptions a loop caught before it went on.",
                        meters.loopFailures.read()));
        Boolean reloaded = meters.reloaded;
        if (reloaded != null) {
            all.add(
                    gauges(
                            "tori_config_last_reload_successful",
                            "1 if the configuration was taken when it was last read.",
                            List.of(gauge(reloaded ? 1 : 0, Labels.EMPTY))));
        }
    }

    private void addProxies(List<MetricSnapshot> all) {
        List<CounterDataPointSnapshot> requests = new ArrayList<>();
        List<CounterDataPointSnapshot> failures = new ArrayList<>();
        List<GaugeDataPointSnapshot> cooling = new ArrayList<>();
        for (ProxyReading reading : meters.proxies.get()) {
            Labels labels = Labels.of("proxy", reading.proxy());
            requests.add(LabelledCounts.point(reading.requests(), labels));
            failures.add(LabelledCounts.point(reading.failures(), labels));
            cooling.add(gauge(reading.cooling() ? 1 : 0, labels));
        }
        all.add(counters("tori_proxy_requests", "Requests sent through a proxy.", requests));
        all.add(
                counters(
                        "tori_proxy_failures",
                        "Requests that failed because of the proxy.",
                        failures));
        all.add(
                gauges(
                        "tori_proxy_cooling",
                        "1 while a proxy is left out, as it failed.",
                        cooling));
    }

    private static void addSummaries(
            List<MetricSnapshot> all,
            String name,
            String help,
            Collection<DurationSummary> summaries) {
        List<SummaryDataPointSnapshot> points = new ArrayList<>();
        List<GaugeDataPointSnapshot> longest = new ArrayList<>();
        for (DurationSummary summary : summaries) {
            DurationSummary.Reading reading = summary.read();
            points.add(reading.summary());
            longest.add(gauge(reading.maxSeconds(), reading.labels()));
        }
        String window =
                " Quantiles and maximum are of the last " + DurationSummary.SLOTS + " minutes.";
        all.add(new SummarySnapshot(new MetricMetadata(name, help + window), points));
        all.add(gauges(name + "_max", "The longest." + window, longest));
    }

    private static CounterSnapshot counters(
            String name, String help, Collection<CounterDataPointSnapshot> points) {
        return new CounterSnapshot(new MetricMetadata(name, help), points);
    }

    private static GaugeSnapshot gauges(
            String name, String help, Collection<GaugeDataPointSnapshot> points) {
        return new GaugeSnapshot(new MetricMetadata(name, help), points);
    }

    private static GaugeDataPointSnapshot gauge(double value, Labels labels) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }
}
