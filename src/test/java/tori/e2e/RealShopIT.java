package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.discord.DiscordLookAlike;
import tori.shopify.Feeds;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged daemon polls captures of real shops and tells Discord's look-alike and a file. */
@Timeout(300)
class RealShopIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIANT = Pattern.compile("[?&]variant=(\\d+)");
    private static final Pattern LISTED = Pattern.compile("(?m)^(?:~~)?\\*\\*(.+?)\\*\\*");

    /** Longer than the channel's window: the last messages may have to wait for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Map<String, String> TYPES =
            Map.of(
                    "Sold out", "tori.variant.sold_out",
                    "Restocked", "tori.variant.restocked",
                    "Price drop", "tori.variant.price_changed",
                    "Price rise", "tori.variant.price_changed");

    @TempDir private Path folder;
    private DiscordLookAlike discord;
    private String webhook;

    @BeforeEach
    void startDiscord() throws IOException {
        discord = DiscordLookAlike.start();
        webhook = discord.addWebhook("1", "token", "42");
    }

    @AfterEach
    void stopDiscord() {
        discord.close();
    }

    @Test
    void shouldTellEveryChangeOfARealShopToDiscordAndToAFile() throws Exception {
        Path captures = Feeds.require("soulandmore");
        Map<String, String> subjects = new HashMap<>();
        List<String> expected = new ArrayList<>();
        JsonNode before = read(captures.resolve("000.json"));
        try (FeedServer shop = new FeedServer(before)) {
            writeConfig(Map.of("shop", shop));
            try (ToriProcess tori = ToriProcess.start(folder)) {
                awaitPolls(shop, 2);
                for (int i = 1; i <= 13; i++) {
                    JsonNode now = read(captures.resolve("%03d.json".formatted(i)));
                    expected.addAll(differences(before, now));
                    note(now, subjects);
                    shop.serve(now);
                    // Or a variant that comes and goes again would cancel itself while it waits.
                    awaitTold(expected.size(), subjects);
                    before = now;
                }
                awaitPolls(shop, 3);
                tori.signal("TERM");
                assertThat(tori.awaitExit()).isZero();
            }
        }
        assertThat(expected).hasSize(32);
        assertThat(expected).filteredOn(told -> told.contains("sold_out")).hasSize(24);
        assertThat(expected).filteredOn(told -> told.contains("restocked")).hasSize(8);
        assertThat(filed()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(embedded(subjects)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(discord.answers()).containsOnlyKeys(200);
    }

    @Test
    void shouldTellNothingWhereNothingChangesAndThenTheOneThingThatDoes() throws Exception {
        JsonNode metzler = read(Feeds.require("nickhmetzler/002.json"));
        Map<String, JsonNode> catalogues = new LinkedHashMap<>();
        catalogues.put("nickhmetzler", read(Feeds.require("nickhmetzler/001.json")));
        catalogues.put("tonar", joined("12tonar/page1.json", "12tonar/page2.json"));
        catalogues.put("frida", read(Feeds.require("frida/page1.json")));
        catalogues.put("ugmonk", read(Feeds.require("ugmonk/page1.json")));
        Map<String, FeedServer> shops = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> catalogue : catalogues.entrySet()) {
                shops.put(catalogue.getKey(), new FeedServer(catalogue.getValue()));
            }
            writeConfig(shops);
            try (ToriProcess tori = ToriProcess.start(folder)) {
                shops.values().forEach(shop -> awaitPolls(shop, 3));
                catalogues.put("nickhmetzler", metzler);
                shops.get("nickhmetzler").serve(metzler);
                shops.values().forEach(shop -> awaitPolls(shop, 4));
                assertThat(filed()).isEmpty();
                assertThat(discord.messages()).isEmpty();

                Map<String, String> subjects = new HashMap<>();
                List<String> expected = new ArrayList<>();
                for (Map.Entry<String, FeedServer> shop : shops.entrySet()) {
                    JsonNode before = catalogues.get(shop.getKey());
                    JsonNode now = withTheLastVariantFlipped(before);
                    expected.addAll(differences(before, now));
                    note(now, subjects);
                    shop.getValue().serve(now);
                }
                assertThat(expected).hasSize(4);
                awaitTold(4, subjects);
                shops.values().forEach(shop -> awaitPolls(shop, 3));
                tori.signal("TERM");
                assertThat(tori.awaitExit()).isZero();
                assertThat(filed()).containsExactlyInAnyOrderElementsOf(expected);
                assertThat(embedded(subjects)).containsExactlyInAnyOrderElementsOf(expected);
            }
        } finally {
            shops.values().forEach(FeedServer::close);
        }
    }

    /**
     * Notes each variant's subject by what an embed shows of it: its id if it stands alone, else
     * its product's handle and its options.
     */
    private static void note(JsonNode catalogue, Map<String, String> subjects) {
        for (JsonNode product : catalogue.path("products")) {
            for (JsonNode variant : product.path("variants")) {
                String subject = product.path("id").asText() + "/" + variant.path("id").asText();
                List<String> options = new ArrayList<>();
                for (int i = 0; i < product.path("options").size(); i++) {
                    options.add(
                            product.path("options").get(i).path("name").asText()
                                    + " "
                                    + variant.path("option" + (i + 1)).asText());
                }
                subjects.put(variant.path("id").asText(), subject);
                subjects.put(
                        product.path("handle").asText() + ": " + String.join(" · ", options),
                        subject);
            }
        }
    }

    private static void awaitPolls(FeedServer shop, int more) {
        int polls = shop.polls() + more;
        await().atMost(PATIENCE).until(() -> shop.polls() >= polls);
    }

    private void awaitTold(int events, Map<String, String> subjects) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(filed()).hasSizeGreaterThanOrEqualTo(events);
                    assertThat(embedded(subjects)).hasSizeGreaterThanOrEqualTo(events);
                });
    }

    /** The variants that an embed is about, as {@link #note} knows them. */
    private static List<String> shown(JsonNode embed) {
        String url = embed.path("url").asText();
        String handle = url.substring(url.lastIndexOf('/') + 1, url.indexOf('?'));
        List<String> variants = new ArrayList<>();
        Matcher line = LISTED.matcher(embed.path("description").asText());
        while (line.find()) {
            variants.add(handle + ": " + line.group(1).replace("\\", ""));
        }
        Matcher single = VARIANT.matcher(url);
        assertThat(single.find()).as(embed.toString()).isTrue();
        return variants.isEmpty() ? List.of(single.group(1)) : variants;
    }

    private List<String> filed() throws IOException {
        return EventFile.told(folder.resolve("events.jsonl"));
    }

    /** What the messages tell, read from each embed's title, address and list of variants. */
    private List<String> embedded(Map<String, String> subjects) {
        List<String> told = new ArrayList<>();
        for (DiscordLookAlike.Message message : discord.messages()) {
            for (JsonNode embed : message.body().get("embeds")) {
                String title = embed.get("title").asText();
                String type = TYPES.get(title.substring(0, title.indexOf(':')));
                for (String variant : shown(embed)) {
                    told.add(type + " " + subjects.get(variant));
                }
            }
        }
        return told;
    }

    private static JsonNode read(Path file) throws IOException {
        return JSON.readTree(Files.readAllBytes(file));
    }

    private static JsonNode joined(String first, String second) throws IOException {
        JsonNode whole = read(Feeds.require(first));
        read(Feeds.require(second))
                .get("products")
                .forEach(((ArrayNode) whole.get("products"))::add);
        return whole;
    }

    private static JsonNode withTheLastVariantFlipped(JsonNode catalogue) {
        JsonNode copy = catalogue.deepCopy();
        JsonNode products = copy.get("products");
        JsonNode variants = products.get(products.size() - 1).get("variants");
        ObjectNode last = (ObjectNode) variants.get(variants.size() - 1);
        last.put("available", !last.get("available").booleanValue());
        return copy;
    }

    private static Map<String, JsonNode> variants(JsonNode catalogue) {
        Map<String, JsonNode> variants = new HashMap<>();
        for (JsonNode product : catalogue.get("products")) {
            for (JsonNode variant : product.get("variants")) {
                variants.put(product.get("id") + "/" + variant.get("id"), variant);
            }
        }
        return variants;
    }

    /** The comparison the daemon is held against: two trees, and nothing of the daemon's code. */
    private static List<String> differences(JsonNode before, JsonNode now) {
        Map<String, JsonNode> old = variants(before);
        Map<String, JsonNode> current = variants(now);
        assertThat(current.keySet()).isEqualTo(old.keySet());
        List<String> told = new ArrayList<>();
        current.forEach((subject, variant) -> {
            boolean was = old.get(subject).get("available").booleanValue();
            boolean is = variant.get("available").booleanValue();
            if (was != is) {
                told.add((is ? "tori.variant.restocked " : "tori.variant.sold_out ") + subject);
            }
            if (price(variant).compareTo(price(old.get(subject))) != 0) {
                told.add("tori.variant.price_changed " + subject);
            }
        });
        return told;
    }

    private static BigDecimal price(JsonNode variant) {
        return new BigDecimal(variant.get("price").asText());
    }

    private void writeConfig(Map<String, FeedServer> shops) throws IOException {
        StringBuilder config =
                new StringBuilder(
                        """
                        defaults:
                          interval: 300ms
                          notify: [team, log]
                        destinations:
                          team: {type: discord, url: "%s"}
                          log: {type: file, path: events.jsonl}
                        sites:
                        """
                                .formatted(webhook));
        shops.forEach((name, shop) ->
                config.append(
                        """
                          - name: %s
                            url: %s
                            monitors: [{name: all, type: shopify}]
                        """
                                .formatted(name, shop.url())));
        Files.writeString(folder.resolve("config.yaml"), config);
    }
}
