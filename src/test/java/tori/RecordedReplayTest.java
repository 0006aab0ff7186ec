package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.ConfigLoader;
import tori.config.LoadResult;
import tori.config.MonitorConfig;
import tori.model.UuidV7;
import tori.poll.Fetch;
import tori.poll.MemoryStateStore;
import tori.poll.Monitor;
import tori.poll.PollResult;
import tori.poll.Reply;
import tori.telemetry.SilentMeters;
import tori.time.SettableClock;
import tori.warc.Recorder;
import tori.wire.EventJson;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

final class RecordedReplayTest {

    private static final String SITE = "https://shop.example";
    private static final String SITEMAP = "/sitemap.xml";
    private static final String PRODUCTS = "/sitemap_products_1.xml";
    private static final Duration INTERVAL = Duration.ofMillis(200);

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock();
    private final MemoryStateStore store = new MemoryStateStore();
    private final Map<String, String> pages = new HashMap<>();
    private final Map<String, Duration> slowness = new HashMap<>();
    private final List<String> told = new ArrayList<>();

    /** Runs once, while the list is fetched. */
    private @Nullable Step meanwhile;

    private interface Step {
        void run() throws InterruptedException;
    }

    private record Page(URI uri, int status, byte[] content) implements Reply {
        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public void close() {}
    }

    private Reply fetch(Fetch fetch) throws InterruptedException {
        String path = fetch.uri().getPath();
        Step step = path.equals("/products.json") ? meanwhile : null;
        if (step != null) {
            meanwhile = null;
            step.run();
        }
        clock.advance(slowness.getOrDefault(path, Duration.ofMillis(1)));
        String body = pages.get(path);
        return body == null
                ? new Page(fetch.uri(), 404, new byte[0])
                : new Page(fetch.uri(), 200, body.getBytes(StandardCharsets.UTF_8));
    }

    private List<MonitorConfig> monitors() {
        String yaml =
                """
                sites:
                  - name: box
                    url: %s
                    monitors:
                      - {name: all, type: shopify, discover: sitemap, discover_interval: 2s,
                         record: {directory: '%s', max_size: 1MiB, max_age: 1d}}
                      - {name: one, type: shopify_product, handle: tee}
                """
                        .formatted(SITE, folder);
        LoadResult read = new ConfigLoader(_ -> null).load("test", yaml);
        assertThat(read).as("%s", read).isInstanceOf(LoadResult.Loaded.class);
        return ((LoadResult.Loaded) read).config().monitors();
    }

    private void poll(Monitor monitor) throws Exception {
        if (monitor.poll() instanceof PollResult.Observed observed) {
            store.record(monitor.id(), observed.change(), observed.events());
            observed.events().stream()
                    .map(event -> new String(EventJson.encode(event), StandardCharsets.UTF_8))
                    .forEach(told::add);
        }
    }

    private List<String> replayed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                new RecordedReplay(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                false,
                                null)
                        .run(folder.resolve("box").resolve("all"));
        assertThat(status).as("%s", err).isZero();
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static String listOf(String... handles) {
        StringBuilder xml = new StringBuilder("<urlset>");
        for (String handle : handles) {
            xml.append("<url><loc>").append(SITE).append("/products/").append(handle);
            xml.append("</loc></url>");
        }
        return xml.append("</urlset>").toString();
    }

    private static String shoe(boolean available) {
        return """
        {"products":[{"id":1,"title":"Shoe","handle":"shoe","updated_at":"2026-01-01T00:00:00Z",\
        "variants":[{"id":10,"title":"0","price":"5.00","available":%s}]}]}\
        """
                .formatted(available);
    }

    /**
     * A store whose other products are found in its sitemap, polled until one was, with a first
     * look that took longer than all others and during which the other monitor asked for the
     * currency.
     */
    @Test
    void shouldFindWhatWasFoundInTheSameLookHoweverLongOneTookAndWhoeverAsked() throws Exception {
        pages.put("/products.json", shoe(true));
        pages.put("/meta.json", "{\"currency\":\"USD\"}");
        pages.put(
                SITEMAP,
                "<sitemapindex><sitemap><loc>"
                        + SITE
                        + PRODUCTS
                        + "</loc></sitemap></sitemapindex>");
        pages.put(PRODUCTS, listOf("shoe"));
        pages.put(
                "/products/tee.js",
                """
                {"id":7,"title":"Tee","handle":"tee","available":true,"price":4999,\
                "variants":[{"id":71,"title":"M","price":4999,"available":true}]}\
                """);
        pages.put(
                "/products/tee.json",
                """
                {"product":{"id":7,"variants":[{"id":71,"price":"49.99",\
                "price_currency":"USD"}]}}\
                """);
        MonitorFactory factory =
                new MonitorFactory(
                        this::fetch,
                        store,
                        clock,
                        clock,
                        new UuidV7(clock, new Random(1)),
                        new SilentMeters());
        try (Recorder recorder =
                new Recorder(
                        new SilentMeters(),
                        clock,
                        clock,
                        new UuidV7(clock, new Random(2)),
                        "tori/test")) {
            MonitorFactory recording = factory.recording(recorder);
            List<MonitorConfig> configs = monitors();
            Monitor all = recording.watched(configs.getFirst(), PolledShop.http(1 << 20));
            Monitor one = recording.watched(configs.getLast(), PolledShop.http(1 << 20));
            slowness.put(SITEMAP, Duration.ofMillis(215));
            meanwhile = () -> pollUntold(one);
            poll(all);
            assertThat(meanwhile).isNull();
            slowness.clear();
            clock.advance(INTERVAL);
            poll(all);
            pages.put(PRODUCTS, listOf("shoe", "tee"));
            while (told.isEmpty()) {
                assertThat(clock.nanoTime()).isLessThan(Duration.ofMinutes(1).toNanos());
                clock.advance(INTERVAL);
                poll(all);
            }
            pages.put("/products.json", shoe(false));
            clock.advance(INTERVAL);
            poll(all);
        }

        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).contains("tori.product.new", "USD");
        assertThat(replayed()).isEqualTo(told);
    }

    private void pollUntold(Monitor other) throws InterruptedException {
        try {
            other.poll();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
