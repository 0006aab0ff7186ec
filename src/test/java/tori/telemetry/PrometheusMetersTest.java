package tori.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tori.model.EventType;
import tori.model.MonitorId;
import tori.time.SettableClock;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

class PrometheusMetersTest {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");

    private final SettableClock clock = new SettableClock();
    private final PrometheusMeters meters = new PrometheusMeters(clock);

    @AfterEach
    void close() {
        meters.close();
    }

    private List<String> lines() {
        return new String(meters.scrape(null).body(), StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void shouldExportEveryMetricByItsName() {
        meters.polled(ENERGY, "ok", 250_000_000);
        meters.polled(ENERGY, "ok", 250_000_000);
        meters.polled(ENERGY, "timeout", 500_000_000);
        meters.lagged(ENERGY, 2_000_000);
        meters.up(ENERGY, false);
        meters.page("not_modified");
        meters.raised(EventType.RESTOCKED);
        meters.evicted("main");
        meters.expired("main");
        meters.cancelled("main");
        meters.delivered("main", "delivered", 3);
        meters.edited("main", "edited");
        meters.detectToSend("main", 5_000_000);
        meters.queueDepth("main", () -> 17);
        meters.outbox("pending", () -> 1);
        meters.outbox("pending", () -> 1_000_000);
        meters.outbox("retry_wait", () -> 0);
        meters.storeLost(4);
        meters.samplesLost(5);
        meters.loopFailed("dispatcher");
        meters.reloaded(false);

        assertThat(lines())
                .contains(
                        "tori_polls_total{monitor=\"energy\",result=\"ok\",site=\"gorilla\"} 2.0",
                        "tori_polls_total{monitor=\"energy\",result=\"timeout\",site=\"gorilla\"}"
                                + " 1.0",
                        "tori_poll_duration_seconds_count 3",
                        "tori_poll_duration_seconds_sum 1.0",
                        "tori_schedule_lag_seconds_count 1",
                        "tori_monitor_up{monitor=\"energy\",site=\"gorilla\"} 0.0",
                        "tori_pages_total{shortcut=\"not_modified\"} 1.0",
                        "tori_events_total{type=\"tori.variant.restocked\"} 1.0",
                        "tori_events_total{type=\"tori.variant.sold_out\"} 0.0",
                        "tori_evicted_total{destination=\"main\"} 1.0",
                        "tori_expired_total{destination=\"main\"} 1.0",
                        "tori_cancelled_total{destination=\"main\"} 1.0",
                        "tori_deliveries_total{destination=\"main\",result=\"delivered\"} 3.0",
                        "tori_edits_total{destination=\"main\",result=\"edited\"} 1.0",
                        "tori_detect_to_send_seconds_count{destination=\"main\"} 1",
                        "tori_queue_depth{destination=\"main\"} 17.0",
                        "tori_outbox{state=\"pending\"} 1000000.0",
                        "tori_outbox{state=\"retry_wait\"} 0.0",
                        "# TYPE tori_outbox gauge",
                        "tori_store_lost_total 4.0",
                        "tori_samples_lost_total 5.0",
                        "tori_loop_failures_total{loop=\"dispatcher\"} 1.0",
                        "tori_config_last_reload_successful 0.0",
                        "# TYPE tori_poll_duration_seconds summary",
                        "# TYPE tori_polls_total counter");
    }

    @Test
    void shouldTellOfTheJvm() {
        meters.addJvm();

        assertThat(lines()).anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        assertThat(lines()).anyMatch(line -> line.startsWith("jvm_threads_live_threads"));
        assertThat(lines()).anyMatch(line -> line.startsWith("process_cpu_usage"));
        assertThat(lines()).anyMatch(line -> line.startsWith("process_files_open_files"));
    }

    private double sample(String name) {
        return lines().stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldTakeQuantilesFromTheLastMinutesOnly() {
        for (int i = 1; i <= 1_000; i++) {
            meters.polled(ENERGY, "ok", i * 1_000_000L);
        }
        assertThat(sample("tori_poll_duration_seconds{quantile=\"0.5\"}")).isBetween(0.49, 0.51);
        assertThat(sample("tori_poll_duration_seconds{quantile=\"0.99\"}")).isBetween(0.98, 1.0);
        assertThat(sample("tori_poll_duration_seconds_max")).isBetween(0.99, 1.01);

        for (int minute = 0; minute < DurationSummary.SLOTS; minute++) {
            clock.advance(Duration.ofMinutes(1));
            meters.polled(ENERGY, "ok", 2_000_000_000);
            sample("tori_poll_duration_seconds_count");
        }
        clock.advance(Duration.ofMinutes(1));
        sample("tori_poll_duration_seconds_count");
        assertThat(sample("tori_poll_duration_seconds{quantile=\"0.5\"}")).isBetween(1.98, 2.02);
        assertThat(sample("tori_poll_duration_seconds_count")).isEqualTo(1_005);
        assertThat(sample("tori_poll_duration_seconds_sum")).isBetween(510.4, 510.6);
    }

    @Test
    void shouldKnowNoLongestTimeOfNothing() {
        meters.queueDepth("main", () -> 0);
        meters.evicted("main");

        assertThat(lines())
                .contains(
                        "tori_detect_to_send_seconds_max{destination=\"main\"} NaN",
                        "tori_detect_to_send_seconds{destination=\"main\",quantile=\"0.5\"} NaN");
    }

    @Test
    void shouldShowEveryScraperTheSame() {
        meters.polled(ENERGY, "ok", 100_000_000);
        double first = sample("tori_poll_duration_seconds{quantile=\"0.9\"}");
        assertThat(sample("tori_poll_duration_seconds{quantile=\"0.9\"}")).isEqualTo(first);
        assertThat(first).isBetween(0.099, 0.101);
    }

    @Test
    void shouldBoundWhatIsOutOfRange() {
        meters.polled(ENERGY, "ok", -5);
        meters.polled(ENERGY, "ok", Long.MAX_VALUE);
        assertThat(sample("tori_poll_duration_seconds_sum")).isEqualTo(3_600);
    }

    @Test
    void shouldEndTheSeriesOfWhatIsForgotten() {
        meters.polled(ENERGY, "ok", 1);
        meters.up(ENERGY, true);
        meters.queueDepth("main", () -> 1);
        meters.evicted("main");
        meters.forget(ENERGY);
        meters.forgetDestination("main");

        assertThat(lines()).noneMatch(line -> line.contains("energy") || line.contains("main\""));
    }

    @Test
    void shouldSpeakOpenMetricsWhenAsked() {
        Scrape scrape =
                meters.scrape("application/openmetrics-text;version=1.0.0,text/plain;q=0.3");
        assertThat(scrape.contentType()).startsWith("application/openmetrics-text");
        assertThat(new String(scrape.body(), StandardCharsets.UTF_8)).endsWith("# EOF\n");
        assertThat(meters.scrape("text/plain").contentType())
                .startsWith("text/plain; version=0.0.4");
    }

    @Test
    void shouldAllocateNothingPerPollAndEventOnceLabelsAreKnown() {
        for (int i = 0; i < 20_000; i++) {
            recordOnce();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        threads.getThreadAllocatedBytes(thread);
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 20_000; i++) {
            recordOnce();
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        // Less than one byte a round: what is left is the measuring itself.
        assertThat(bytes).isLessThan(20_000);
    }

    private void recordOnce() {
        meters.polled(ENERGY, "unchanged", 1_234_567);
        meters.lagged(ENERGY, 1_000);
        meters.up(ENERGY, true);
        meters.page("compared");
        meters.raised(EventType.SOLD_OUT);
        meters.evicted("main");
        meters.cancelled("main");
        meters.delivered("main", "delivered", 1);
        meters.detectToSend("main", 1_500_000);
    }

    @Test
    void shouldStayLeanWithTenThousandMonitors() {
        for (int i = 0; i < 10_000; i++) {
            MonitorId id = new MonitorId("site" + i % 100, "monitor" + i);
            meters.polled(id, "ok", 1_000_000);
            meters.up(id, true);
        }
        Scrape scrape = meters.scrape(null);
        assertThat(lines().stream().filter(line -> line.startsWith("tori_")).count())
                .isBetween(20_000L, 20_100L);
        assertThat(scrape.body().length).isLessThan(2 << 20);
    }
}
