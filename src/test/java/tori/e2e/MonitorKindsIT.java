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

import tori.discord.DiscordLookAlike;
import tori.shopify.Feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Everything that can be watched beside a whole catalogue, through the packaged jar. */
@Timeout(180)
class MonitorKindsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir private Path folder;
    private StorefrontServer store;
    private DiscordLookAlike discord;

    @BeforeEach
    void open() throws IOException {
        store = new StorefrontServer();
        discord = DiscordLookAlike.start();
    }

    @AfterEach
    void close() {
        store.close();
        discord.close();
    }

    private static String js(boolean available, long cents) {
        return """
        {"id":7,"title":"Blue Tee","handle":"tee","vendor":"Kite","type":"Shirts",
         "images":["//cdn.example/7.jpg"],"options":[{"name":"Size","position":1}],
         "variants":[{"id":71,"title":"M","option1":"M","available":%s,"price":%d}]}\
        """
                .formatted(available, cents);
    }

    private static String json(String price, String currency) {
        return """
        {"product":{"id":7,"variants":[
         {"id":71,"price":"%s","price_currency":"%s"}]}}\
        """
                .formatted(price, currency);
    }

    private static String shoe(long id, boolean available) {
        return Feed.product(id, Feed.variant(id * 10, available, "5.00"));
    }

    @Test
    void shouldWatchOneProductInTheStoresOwnCurrency() throws Exception {
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        store.shows("/products/tee.js", js(false, 4999));
        store.shows("/products/tee.json", json("49.99", "USD"));
        writeConfig("{name: one, type: shopify_product, handle: tee}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products/tee.js", 3);
            // The store takes us for a European now: another currency is no other price.
            store.shows("/products/tee.json", json("46.20", "EUR"));
            store.shows("/products/tee.js", js(false, 4620));
            awaitAsked("/products/tee.js", 3);
            store.shows("/products/tee.js", js(true, 4620));
            awaitTold(1);
            store.shows("/products/tee.json", json("39.99", "USD"));
            store.shows("/products/tee.js", js(true, 3999));
            awaitTold(2);
            stop(tori);
            assertThat(String.join("\n", tori.stdout())).contains("49.99 USD → 39.99 USD");
        }
        assertThat(store.asked()).contains("/products/tee.js?currency=USD");
        assertThat(store.asked("/meta.json")).isEqualTo(1);

        // It is down while the product sells out, and goes.
        store.shows("/products/tee.js", js(false, 3999));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitTold(3);
            store.answers("/products/tee.js", 503);
            awaitAsked("/products/tee.js", 2);
            store.without("/products/tee.js").without("/products/tee.json");
            awaitTold(4);
            awaitAsked("/products/tee.js", 3);
            stop(tori);
        }
        assertThat(told())
                .containsExactly(
                        "tori.variant.restocked 7/71",
                        "tori.variant.price_changed 7/71",
                        "tori.variant.sold_out 7/71",
                        "tori.product.removed 7");
        JsonNode drop = events().get(1).get("data");
        assertThat(drop.at("/variant/price").asText()).isEqualTo("39.99");
        assertThat(drop.at("/variant/currency").asText()).isEqualTo("USD");
        assertThat(drop.at("/before/price").asText()).isEqualTo("49.99");
        assertThat(store.asked("/meta.json")).as("kept with the state").isEqualTo(1);
        assertThat(fields()).contains("Price=39.99 USD (was 49.99 USD)");
    }

    @Test
    void shouldWatchOneProductInTheListOfAStoreThatHidesItsPage() throws Exception {
        store.answers("/products/shoe-7.js", 403);
        store.shows("/products.json", Feed.of(shoe(6, true), shoe(7, false)));
        writeConfig("{name: one, type: shopify_product, handle: shoe-7}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products.json", 2);
            store.shows("/products.json", Feed.of(shoe(6, false), shoe(7, true)));
            awaitTold(1);
            stop(tori);
        }
        assertThat(told()).containsExactly("tori.variant.restocked 7/70");
        assertThat(store.asked("/products/shoe-7.js")).isEqualTo(1);
    }

    @Test
    void shouldTellThatTheStoreIsLockedAndUnlocked() throws Exception {
        store.shows("/products.json", Feed.of());
        writeConfig("{name: door, type: shopify_password}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/products.json", 2);
            store.answers("/products.json", 401);
            awaitTold(1);
            for (int status : new int[] {403, 430, 503}) {
                store.answers("/products.json", status);
                awaitAsked("/products.json", 1);
            }
            store.shows("/products.json", Feed.of());
            awaitTold(2);
            stop(tori);
        }
        // It goes up while nobody looks, and by the redirect this time.
        store.leadsTo("/products.json", "/password");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitTold(3);
            awaitAsked("/products.json", 3);
            stop(tori);
            assertThat(String.join("\n", tori.stdout())).contains("STORE LOCKED");
        }
        assertThat(told())
                .containsExactly(
                        "tori.store.locked door",
                        "tori.store.unlocked door",
                        "tori.store.locked door");
        JsonNode unlocked = events().get(1).get("data");
        assertThat(unlocked.at("/store/url").asText()).isEqualTo(store.url());
        assertThat(unlocked.at("/store/locked").asBoolean(true)).isFalse();
        assertThat(unlocked.at("/before/locked").asBoolean()).isTrue();
        assertThat(unlocked.at("/before/since").asText()).isNotEmpty();
        assertThat(titles())
                .containsExactly("Store locked: box", "Store unlocked: box", "Store locked: box");
    }

    @Test
    void shouldWatchSeveralCollectionsAsOneList() throws Exception {
        collection("boots", shoe(1, false), shoe(2, true));
        collection("sale", shoe(2, true));
        writeConfig("{name: some, type: shopify, collection: [boots, sale]}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/collections/sale/products.json", 2);
            // One of them fails, the other has news: nothing is believed of either.
            store.answers("/collections/sale/products.json", 500);
            collection("boots", shoe(1, true), shoe(2, true));
            awaitAsked("/collections/sale/products.json", 2);
            assertThat(told()).isEmpty();
            collection("sale", shoe(2, true));
            awaitTold(1);
            collection("boots", shoe(1, true), shoe(2, false));
            collection("sale", shoe(2, false));
            awaitTold(2);
            // An unknown collection shows an empty list.
            store.without("/collections/sale.json");
            store.shows("/collections/sale/products.json", Feed.of());
            collection("boots", shoe(1, true));
            awaitAsked("/collections/sale.json", 2);
            stop(tori);
        }
        assertThat(told())
                .containsExactly("tori.variant.restocked 1/10", "tori.variant.sold_out 2/20");
    }

    private void collection(String handle, String... products) {
        store.shows("/collections/" + handle + ".json", "{\"collection\":{}}");
        store.shows("/collections/" + handle + "/products.json", Feed.of(products));
    }

    @Test
    void shouldFindAProductInTheSitemapBeforeTheListShowsIt() throws Exception {
        store.shows("/products.json", Feed.of(shoe(1, true)));
        store.shows("/sitemap.xml", index());
        store.shows("/sitemap_products_1.xml", gzip(pages("shoe-1", "gift-card")));
        writeConfig("{name: all, type: shopify, discover: sitemap, discover_interval: 1s}");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitAsked("/sitemap_products_1.xml", 2);
            store.shows("/products/tee.js", js(true, 2500));
            store.shows("/products/tee.json", json("25.00", "USD"));
            store.shows("/sitemap_products_1.xml", gzip(pages("shoe-1", "gift-card", "tee")));
            awaitTold(1);
            awaitAsked("/sitemap_products_1.xml", 2);
            // An attack instead of a sitemap changes nothing.
            store.shows(
                    "/sitemap.xml",
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><urlset><url><loc>"
                            + store.url()
                            + "/products/&e;</loc></url></urlset>");
            awaitAsked("/sitemap.xml", 2);
            stop(tori);
        }
        assertThat(told()).containsExactly("tori.product.new 7");
        assertThat(events().getFirst().at("/data/variants/0/price").asText()).isEqualTo("25.00");
        assertThat(store.asked("/products/gift-card.js")).isZero();
        assertThat(store.asked("/products/tee.js")).isEqualTo(1);
        assertThat(store.asked()).noneMatch(path -> path.contains("root"));
    }

    private String index() {
        return "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>"
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

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldLookUpVariantIdsByHandleOrWords() throws Exception {
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        store.shows("/products.json", Feed.of(shoe(1, true), shoe(2, false)));
        store.shows("/products/tee.js", js(true, 4999));
        store.shows("/products/tee.json", json("49.99", "USD"));
        writeConfig("{name: all, type: shopify}");

        List<String> all = probe("box/all");
        assertThat(all)
                .contains(
                        "products   2",
                        "  product 2  handle shoe-2  " + store.url() + "/products/shoe-2",
                        "  variant 20  Size 0  5.00 USD  sold out");
        assertThat(probe("box/all", "shoe-1"))
                .contains("  variant 10  Size 0  5.00 USD  available")
                .noneMatch(line -> line.contains("shoe-2"));
        assertThat(probe("box/all", "--product", store.url() + "/products/tee?variant=71"))
                .contains("Blue Tee", "  variant 71  Size M  49.99 USD  available");

        List<String> lines = probe("box/all", "--json");
        assertThat(lines).hasSize(2);
        JsonNode second = JSON.readTree(lines.get(1));
        assertThat(second.at("/handle").asText()).isEqualTo("shoe-2");
        assertThat(second.at("/variants/0/id").asLong()).isEqualTo(20);
        assertThat(second.at("/variants/0/currency").asText()).isEqualTo("USD");
        assertThat(Files.exists(folder.resolve("tori.db"))).as("stores nothing").isFalse();

        try (ToriProcess tori =
                ToriProcess.start(folder, "probe", "box/all", "--product", "nothing")) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", tori.stdout()))
                    .contains("the store has no product \"nothing\"");
        }
    }

    private List<String> probe(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("probe"));
        all.addAll(List.of(arguments));
        try (ToriProcess tori = ToriProcess.start(folder, all.toArray(String[]::new))) {
            assertThat(tori.awaitExit()).as(String.join("\n", tori.stderr())).isZero();
            return tori.stdout();
        }
    }

    // ---- what everything needs ----

    private void awaitAsked(String path, int more) {
        long before = store.asked(path);
        await().atMost(PATIENCE).until(() -> store.asked(path) >= before + more);
    }

    private void awaitTold(int events) {
        await().atMost(PATIENCE)
                .until(() -> events().size() >= events && titles().size() >= events);
    }

    private static void stop(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).isZero();
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private List<String> told() throws IOException {
        return EventFile.told(folder.resolve("events.jsonl"));
    }

    private List<JsonNode> embeds() {
        List<JsonNode> embeds = new ArrayList<>();
        for (DiscordLookAlike.Message message : discord.messages()) {
            message.body().get("embeds").forEach(embeds::add);
        }
        return embeds;
    }

    private List<String> titles() {
        return embeds().stream().map(embed -> embed.get("title").asText()).toList();
    }

    private List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (JsonNode embed : embeds()) {
            for (JsonNode field : embed.path("fields")) {
                fields.add(field.get("name").asText() + "=" + field.get("value").asText());
            }
        }
        return fields;
    }

    private void writeConfig(String monitor) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults:
                  interval: 200ms
                  incident: off
                  retry: {max_attempts: 1}
                  notify: [screen, log, team]
                destinations:
                  screen: {type: console}
                  log: {type: file, path: events.jsonl}
                  team: {type: discord, url: "%s"}
                sites:
                  - name: box
                    url: %s
                    monitors:
                      - %s
                """
                        .formatted(webhook(), store.url(), monitor));
    }

    private String webhook() {
        return discord.addWebhook("1", "token", "42");
    }
}
