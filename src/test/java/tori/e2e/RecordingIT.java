package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.shopify.Feed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the packaged daemon fetched is written down, and replays to what it told. */
@Timeout(240)
class RecordingIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private StorefrontServer store;

    @BeforeEach
    void open() throws IOException {
        store = new StorefrontServer();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String shoe(long id, boolean available, String price) {
        return Feed.product(id, Feed.variant(id * 10, available, price));
    }

    private static String js(boolean available, long cents) {
        return """
        {"id":7,"title":"Blue Tee","handle":"tee","vendor":"Kite","type":"Shirts",
         "images":[],"options":[{"name":"Size","position":1}],
         "variants":[{"id":71,"title":"M","option1":"M","available":%s,"price":%d}]}\
        """
                .formatted(available, cents);
    }

    private void writeConfig(String record, String monitors) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults:
                  interval: 200ms
                  retry: {max_attempts: 1}
                  notify: [log]
                  record: %s
                destinations:
                  log: {type: file, path: events.jsonl}
                server: {listen: "127.0.0.1:0"}
                sites:
                  - name: box
                    url: %s
                    monitors: %s
                """
                        .formatted(record, store.url(), monitors));
    }

    private void awaitAsked(String path, int more) {
        long before = store.asked(path);
        await().atMost(PATIENCE).until(() -> store.asked(path) >= before + more);
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private void awaitTold(int events) {
        await().atMost(PATIENCE).until(() -> events().size() >= events);
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    private List<String> replay(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        try (ToriProcess tori = ToriProcess.start(folder, all.toArray(String[]::new))) {
            assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
            return tori.stdout();
        }
    }

    private static List<JsonNode> json(List<String> lines) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    private static List<Path> files(Path recording) throws IOException {
        try (Stream<Path> all = Files.list(recording)) {
            return all.sorted().toList();
        }
    }

    @Test
    void shouldReplayWhatWasToldAcrossARestartAndACutTail() throws Exception {
        store.shows("/products.json", Feed.of(shoe(1, false, "5.00"), shoe(2, true, "5.00")));
        writeConfig("rec", "[{name: all, type: shopify}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products.json", 3);
            store.shows("/products.json", Feed.of(shoe(1, true, "5.00"), shoe(2, true, "5.00")));
            awaitTold(1);
            store.answers("/products.json", 430);
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(1, true, "4.00"), shoe(2, true, "5.00")));
            awaitTold(2);
            awaitAsked("/products.json", 2);
            stop(tori);
        }
        // It sells out while nobody looks: told at the next start, and so by the recording.
        store.shows("/products.json", Feed.of(shoe(1, false, "4.00"), shoe(2, true, "5.00")));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitTold(3);
            awaitAsked("/products.json", 3);
            stop(tori);
        }
        assertThat(json(replay("rec/box/all"))).isEqualTo(events());
        assertThat(json(replay("rec", "--monitor", "box/all"))).isEqualTo(events());
        assertThat(String.join("\n", replay("rec", "--why")))
                .contains("blocked (no usable answer")
                .contains("/products.json?limit=250&page=1  430")
                .contains("event      restocked 1/10  Shoe 1")
                .contains(": sold out → available  " + events().getFirst().get("id").asText())
                .contains("5.00 → 4.00")
                .contains("unchanged in");

        // A writer that was killed leaves a tail that is cut off.
        List<Path> files = files(folder.resolve("rec/box/all"));
        assertThat(files).hasSize(2);
        try (RandomAccessFile last = new RandomAccessFile(files.getLast().toFile(), "rw")) {
            last.setLength(last.length() - 20);
        }
        try (ToriProcess tori = ToriProcess.start(folder, "replay", "rec/box/all")) {
            assertThat(tori.awaitExit()).isZero();
            assertThat(json(tori.stdout())).isEqualTo(events());
            assertThat(String.join("\n", tori.stderr())).contains("ends within a poll");
        }
    }

    @Test
    void shouldSayWhyNothingWasTold() throws Exception {
        store.shows("/products.json", Feed.of(shoe(1, false, "5.00"), shoe(2, true, "90.00")));
        writeConfig(
                "rec",
                "[{name: all, type: shopify, cooldown: 1h, events: [restocked], match: {price:"
                        + " {max: 50}}}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(1, true, "5.00"), shoe(2, false, "90.00")));
            awaitTold(1);
            store.shows("/products.json", Feed.of(shoe(1, false, "5.00"), shoe(2, true, "90.00")));
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(1, true, "5.00"), shoe(2, true, "90.00")));
            awaitAsked("/products.json", 2);
            stop(tori);
        }
        assertThat(events()).hasSize(1);
        String why = String.join("\n", replay("rec", "--why"));
        assertThat(why)
                .contains("held back  sold_out 2/20")
                .contains("(by events, which does not select it)")
                .contains("held back  restocked 2/20")
                .contains("(by match, which does not hold)")
                .contains("held back  restocked 1/10")
                .contains("(by cooldown: the same was just told)")
                .contains("baseline   2 seen for the first time");

        // With other settings it would have told more, and to others.
        writeConfig("off", "[{name: all, type: shopify, notify: [log, {to: [log], events: new}]}]");
        assertThat(replay("rec", "--config", "config.yaml")).hasSize(5);
        assertThat(String.join("\n", replay("rec", "--why", "--config", "config.yaml")))
                .contains("told     log");
    }

    @Test
    void shouldReplayProductsLocksAndDiscoveries() throws Exception {
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        store.shows("/products.json", Feed.of(shoe(1, true, "5.00")));
        store.shows("/products/tee.js", js(false, 4999));
        store.shows(
                "/products/tee.json",
                "{\"product\":{\"id\":7,\"variants\":[{\"id\":71,\"price\":\"49.99\","
                        + "\"price_currency\":\"USD\"}]}}");
        store.shows("/sitemap.xml", index());
        store.shows("/sitemap_products_1.xml", pages("shoe-1"));
        writeConfig(
                "{directory: rec, max_size: 64MiB, max_age: 1d}",
                "[{name: one, type: shopify_product, handle: tee}, {name: door, type:"
                        + " shopify_password}, {name: all, type: shopify, discover: sitemap,"
                        + " discover_interval: 1s}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products/tee.js", 2);
            awaitAsked("/sitemap_products_1.xml", 2);
            store.shows("/products/tee.js", js(true, 4999));
            store.shows("/sitemap_products_1.xml", pages("shoe-1", "tee"));
            awaitTold(2);
            store.answers("/products.json", 401);
            awaitTold(3);
            store.shows("/products.json", Feed.of(shoe(1, false, "5.00")));
            awaitTold(5);
            awaitAsked("/products.json", 6);
            stop(tori);
        }
        for (String monitor : List.of("one", "door", "all")) {
            List<JsonNode> told =
                    events().stream()
                            .filter(event -> event.get("source").asText().equals("/box/" + monitor))
                            .toList();
            assertThat(told).as(monitor).isNotEmpty();
            assertThat(json(replay("rec/box/" + monitor))).as(monitor).isEqualTo(told);
        }
        try (ToriProcess tori = ToriProcess.start(folder, "replay", "rec")) {
            assertThat(tori.awaitExit()).isEqualTo(2);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("several recordings")
                    .contains("rec/box/door");
        }
    }

    private String index() {
        return "<sitemapindex><sitemap><loc>"
                + store.url()
                + "/sitemap_products_1.xml?from=1&amp;to=9</loc></sitemap></sitemapindex>";
    }

    private String pages(String... handles) {
        StringBuilder pages = new StringBuilder("<urlset>");
        for (String handle : handles) {
            pages.append("<url><loc>").append(store.url()).append("/products/");
            pages.append(handle).append("</loc></url>");
        }
        return pages.append("</urlset>").toString();
    }

    @Test
    void shouldTellAllTheSameWhereNothingCanBeRecordedAndGoOnWhenItCan() throws Exception {
        Files.writeString(folder.resolve("rec"), "a file where the folder should be");
        store.shows("/products.json", Feed.of(shoe(1, false, "5.00")));
        writeConfig("rec", "[{name: all, type: shopify}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(1, true, "5.00")));
            awaitTold(1);
            awaitAsked("/products.json", 3);
            assertThat(tori.stderr())
                    .filteredOn(line -> line.contains("Nothing can be recorded in rec"))
                    .hasSize(1);
            Files.delete(folder.resolve("rec"));
            await().atMost(PATIENCE).until(() -> Files.isDirectory(folder.resolve("rec/box/all")));
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(1, false, "5.00")));
            awaitTold(2);
            awaitAsked("/products.json", 2);
            stop(tori);
        }
        assertThat(json(replay("rec"))).containsExactly(events().getLast());
    }
}
