package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import tori.config.MessageConfig;
import tori.config.MessageField;
import tori.config.MessageTemplate;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

class DiscordMessageTest {

    private static final String URL = "https://discord.com/api/webhooks/1/token";

    @Property(tries = 300)
    void shouldRenderAnyEventsIntoAMessageDiscordTakes(
            @ForAll("batches") List<Event> events,
            @ForAll("styles") MessageConfig style,
            @ForAll("texts") String name)
            throws IOException {
        DiscordSettings settings =
                DiscordSettings.of(URL, name, "https://a.example/" + name, null, true);
        Letter letter = letter(events, style);
        JsonNode message = json(new DiscordMessage(settings).encode(letter));

        assertThat(DiscordRules.breaches(message)).isEmpty();
        assertThat(message.path("embeds")).hasSameSizeAs(Telling.of(events));
        Set<String> urls = new HashSet<>();
        for (JsonNode embed : message.path("embeds")) {
            if (embed.has("url")) {
                assertThat(urls.add(embed.path("url").asText())).as("%s", embed).isTrue();
            }
        }
    }

    @Property(tries = 300)
    void shouldBringAnyMessageUpToDateWithOneDiscordTakes(
            @ForAll("batches") List<Event> events,
            @ForAll("styles") MessageConfig style,
            @ForAll("times") List<Instant> times)
            throws IOException {
        Map<UUID, Instant> ended = new HashMap<>();
        for (int i = 0; i < Math.min(times.size(), events.size()); i++) {
            ended.put(events.get(i).id(), times.get(i));
        }
        JsonNode edit = json(DiscordMessage.encodeEdit(letter(events, style), ended));

        assertThat(DiscordRules.breaches(edit)).isEmpty();
        assertThat(edit.has("content")).isFalse();
    }

    @Property(tries = 300)
    void shouldListTheVariantsOfOneProductInOneEmbedWithinTheLimits(
            @ForAll("sizes") List<String> sizes, @ForAll("styles") MessageConfig style)
            throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            events.add(SampleEvents.restocked(i + 1, sizes.get(i)));
        }
        JsonNode message = json(message(null).encode(letter(events, style)));

        assertThat(DiscordRules.breaches(message)).isEmpty();
        assertThat(message.path("embeds")).hasSize(1);
    }

    @Test
    void shouldShowWhatABuyerNeeds() throws IOException {
        JsonNode embed = embed(SampleEvents.restocked());

        assertThat(embed.path("title").asText()).isEqualTo("Restocked: Blue Hoodie · 10");
        assertThat(embed.path("url").asText())
                .isEqualTo("https://gorilla.example/products/blue-hoodie?variant=2");
        assertThat(field(embed, "Price")).isEqualTo("49.99 (was 59.99)");
        assertThat(field(embed, "Size")).isEqualTo("10");
        assertThat(field(embed, "Vendor")).isEqualTo("Gorilla");
        assertThat(field(embed, "Cart"))
                .isEqualTo("[Add to cart](https://gorilla.example/cart/2:1)");
        assertThat(embed.path("thumbnail").path("url").asText())
                .isEqualTo("https://cdn.example/blue.png");
        assertThat(embed.path("footer").path("text").asText())
                .isEqualTo("gorilla/energy · sent 38 ms after it was seen");
        assertThat(embed.path("timestamp").asText()).isEqualTo("2026-03-04T12:03:04.123Z");
    }

    @Test
    void shouldShowTheEssentialsEvenInABatchOfTen() throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.add(SampleEvents.restocked(i + 1, 2, "10"));
        }
        JsonNode message = json(message(null).encode(letter(events)));

        List<String> urls = new ArrayList<>();
        for (JsonNode embed : message.path("embeds")) {
            assertThat(field(embed, "Cart")).contains("/cart/2:1");
            assertThat(field(embed, "Price")).isNotEmpty();
            urls.add(embed.path("url").asText());
        }
        assertThat(urls).hasSize(10).doesNotHaveDuplicates();
        assertThat(urls.get(9)).endsWith("?variant=2#10");
    }

    @Test
    void shouldTellOfTheSizesOfOneProductInOneEmbed() throws IOException {
        JsonNode message = json(message(null).encode(letter(threeSizes())));

        assertThat(message.path("embeds")).hasSize(1);
        JsonNode embed = message.path("embeds").path(0);
        assertThat(embed.path("title").asText()).isEqualTo("Restocked: Blue Hoodie · 3 variants");
        assertThat(embed.path("description").asText().lines())
                .containsExactly(
                        "**Size 9** · 49.99 · gone for 3 d 4 h ·"
                                + " [cart](https://gorilla.example/cart/9:1)",
                        "**Size 10** · 49.99 · gone for 3 d 4 h ·"
                                + " [cart](https://gorilla.example/cart/10:1)",
                        "**Size 11** · 49.99 · gone for 3 d 4 h ·"
                                + " [cart](https://gorilla.example/cart/11:1)");
        assertThat(field(embed, "Vendor")).isEqualTo("Gorilla");
    }

    @Test
    void shouldTellApartWhatIsNotOneThing() throws IOException {
        Event other = SampleEvents.of(EventType.SOLD_OUT, SampleEvents.restocked(12, "12").data());
        JsonNode message =
                json(
                        message(null)
                                .encode(
                                        letter(
                                                List.of(
                                                        SampleEvents.restocked(9, "9"),
                                                        other,
                                                        SampleEvents.restocked(2, 9, "9"),
                                                        SampleEvents.restocked(10, "10")))));

        assertThat(titles(message))
                .containsExactly(
                        "Restocked: Blue Hoodie · 2 variants",
                        "Sold out: Blue Hoodie · 12",
                        "Restocked: Blue Hoodie · 9");
    }

    @Test
    void shouldShowHowLongItWasGoneAndNothingWhereNobodyKnows() throws IOException {
        assertThat(field(embed(SampleEvents.restocked(9, "9")), "Gone for")).isEqualTo("3 d 4 h");
        assertThat(field(embed(SampleEvents.restocked()), "Gone for")).isEmpty();
        Event soldOut = SampleEvents.of(EventType.SOLD_OUT, SampleEvents.restocked(9, "9").data());
        assertThat(field(embed(soldOut), "Available for")).isEqualTo("3 d 4 h");
    }

    @Test
    void shouldLookAsTheUserWants() throws IOException {
        MessageConfig style =
                new MessageConfig(
                        0x123456,
                        MessageTemplate.parse("{product} {option:size} is back"),
                        MessageTemplate.parse("[{vendor}] {product}, {count} of {type}"),
                        MessageTemplate.parse("**{price}** after {gone}\nfrom {label}\n{cart}"),
                        MessageTemplate.parse("{site} in {latency}"),
                        Set.of(MessageField.OPTIONS),
                        MessageConfig.Image.LARGE);
        JsonNode message =
                json(
                        message("<@&12>")
                                .encode(letter(List.of(SampleEvents.restocked(9, "9*")), style)));
        JsonNode embed = message.path("embeds").path(0);

        assertThat(message.path("content").asText()).isEqualTo("<@&12> Blue Hoodie 9\\* is back");
        assertThat(embed.path("title").asText()).isEqualTo("[Gorilla] Blue Hoodie, 1 of Hoodie");
        assertThat(embed.path("description").asText())
                .isEqualTo("**49.99** after 3 d 4 h\nhttps://gorilla.example/cart/9:1");
        assertThat(embed.path("footer").path("text").asText()).isEqualTo("gorilla in 38 ms");
        assertThat(embed.path("color").asInt()).isEqualTo(0x123456);
        assertThat(embed.path("fields")).hasSize(1);
        assertThat(field(embed, "Size")).isEqualTo("9\\*");
        assertThat(embed.path("image").path("url").asText())
                .isEqualTo("https://cdn.example/blue.png");
        assertThat(embed.has("thumbnail")).isFalse();
    }

    @Test
    void shouldPutTheListWhereTheUserWantsIt() throws IOException {
        MessageConfig style = Styles.of("{variant}", "Sizes:\n{variants}\nHurry!", "");
        JsonNode embed =
                json(message(null).encode(letter(threeSizes(), style))).path("embeds").path(0);

        assertThat(embed.path("title").asText()).isEqualTo("3 variants");
        assertThat(embed.path("description").asText().lines())
                .hasSize(5)
                .startsWith("Sizes:")
                .endsWith("Hurry!");
        assertThat(embed.has("footer")).isFalse();
    }

    @Test
    void shouldShowItsOwnTitleWhereTheUsersSaysNothing() throws IOException {
        JsonNode embed =
                json(message(null)
                                .encode(
                                        letter(
                                                List.of(SampleEvents.restocked()),
                                                Styles.of("{label}", null, null))))
                        .path("embeds")
                        .path(0);

        assertThat(embed.path("title").asText()).isEqualTo("Restocked: Blue Hoodie · 10");
    }

    @Test
    void shouldSayThatItHasSoldOutAgainAndKeepTheRest() throws IOException {
        Event event = SampleEvents.restocked(9, "9");
        Letter letter = letter(List.of(event));
        JsonNode before = json(message(null).encode(letter)).path("embeds").path(0);
        JsonNode edit =
                json(
                        DiscordMessage.encodeEdit(
                                letter, Map.of(event.id(), event.time().plusSeconds(192))));
        JsonNode after = edit.path("embeds").path(0);

        assertThat(edit.properties()).hasSize(1);
        assertThat(after.path("description").asText()).isEqualTo("**Sold out after 3 m 12 s**");
        assertThat(field(after, "Cart")).as("it would lead nowhere").isEmpty();
        assertThat(after.path("color").asInt()).isEqualTo(0x95A5A6);
        for (String kept : List.of("title", "url", "footer", "timestamp", "thumbnail")) {
            assertThat(after.path(kept)).as(kept).isEqualTo(before.path(kept));
        }
        assertThat(field(after, "Price")).isEqualTo(field(before, "Price"));
    }

    @Test
    void shouldStrikeOutTheSizesThatHaveSoldOut() throws IOException {
        List<Event> events = threeSizes();
        Letter letter = letter(events);
        Map<UUID, Instant> ended = new HashMap<>();
        ended.put(events.get(1).id(), SampleEvents.TIME.plusSeconds(192));
        JsonNode one = json(DiscordMessage.encodeEdit(letter, ended)).path("embeds").path(0);

        assertThat(one.path("description").asText().lines().toList().get(1))
                .isEqualTo("~~**Size 10**~~ · sold out after 3 m 12 s");
        assertThat(one.path("color").asInt()).isEqualTo(0x2ECC71);

        events.forEach(event -> ended.put(event.id(), SampleEvents.TIME.plusSeconds(600)));
        JsonNode all = json(DiscordMessage.encodeEdit(letter, ended)).path("embeds").path(0);
        assertThat(all.path("description").asText()).doesNotContain("[cart]");
        assertThat(all.path("color").asInt()).isEqualTo(0x95A5A6);
    }

    @Test
    void shouldListAsManyVariantsAsFitAndSayHowManyMoreThereAre() throws IOException {
        JsonNode few = embed(SampleEvents.newProduct(3));
        assertThat(few.path("title").asText()).isEqualTo("New product: Blue Hoodie");
        assertThat(few.path("description").asText().lines())
                .hasSize(3)
                .first()
                .isEqualTo("Size 0 · 49.99 · [cart](https://gorilla.example/cart/100:1)");

        List<String> many =
                embed(SampleEvents.newProduct(2000)).path("description").asText().lines().toList();
        assertThat(many).hasSizeGreaterThan(60);
        assertThat(many.getLast()).isEqualTo("… and " + (2001 - many.size()) + " more");
    }

    @Test
    void shouldShowANoticeAsItWasWritten() throws IOException {
        JsonNode notice = embed(SampleEvents.notice("**Deploy** at noon\n\n# not a heading @here"));
        assertThat(notice.path("title").asText()).isEqualTo("Notice");
        assertThat(notice.path("description").asText())
                .isEqualTo("\\*\\*Deploy\\*\\* at noon\n\\# not a heading \\@here");
        assertThat(notice.path("color").asInt()).isEqualTo(0x3498DB);

        JsonNode failed =
                embed(
                        SampleEvents.of(
                                EventType.DELIVERY_FAILED, new Notice("main: 404 after 5 tries")));
        assertThat(failed.path("title").asText()).isEqualTo("Delivery failed");
        assertThat(failed.path("description").asText()).isEqualTo("main: 404 after 5 tries");
        assertThat(failed.path("color").asInt()).isEqualTo(0xE74C3C);
    }

    @Test
    void shouldCutALongNoticeInsteadOfLeavingItOut() throws IOException {
        Event line = SampleEvents.notice("word ".repeat(2000));
        Event lines = SampleEvents.notice("a line of words\n".repeat(2000));

        assertThat(embed(line).path("description").asText()).endsWith("…").hasSize(4096);
        assertThat(embed(lines).path("description").asText())
                .startsWith("a line of words\na line of words\n")
                .endsWith(" more lines")
                .hasSizeBetween(4040, 4096);
        JsonNode ten = json(message(null).encode(letter(Collections.nCopies(10, line))));
        for (JsonNode embed : ten.path("embeds")) {
            assertThat(embed.path("description").asText())
                    .startsWith("word word")
                    .endsWith("…")
                    .hasSizeGreaterThan(500);
        }
        assertThat(DiscordRules.breaches(ten)).isEmpty();
    }

    @Test
    void shouldOfferNoCartForWhatIsSoldOut() throws IOException {
        Event soldOut = SampleEvents.of(EventType.SOLD_OUT, SampleEvents.restocked().data());

        assertThat(field(embed(soldOut), "Cart")).isEmpty();
    }

    @Test
    void shouldTellDropFromRise() throws IOException {
        assertThat(priceTitle("9.90", "10")).startsWith("Price drop: ");
        assertThat(priceTitle("10", "9.90")).startsWith("Price rise: ");
        assertThat(priceTitle("10", "ten")).startsWith("Price changed: ");
    }

    @Test
    void shouldMentionOnlyWhomTheUserNamed() throws IOException {
        JsonNode role = json(message("<@&12>").encode(restocked()));
        assertThat(role.path("content").asText()).isEqualTo("<@&12>");
        assertThat(role.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[],\"roles\":[\"12\"]}");

        JsonNode user = json(message("<@!34>").encode(restocked()));
        assertThat(user.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[],\"users\":[\"34\"]}");

        JsonNode here = json(message("@here").encode(restocked()));
        assertThat(here.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[\"everyone\"]}");

        JsonNode nobody = json(message(null).encode(restocked()));
        assertThat(nobody.has("content")).isFalse();
        assertThat(nobody.path("allowed_mentions").toString()).isEqualTo("{\"parse\":[]}");

        assertThatThrownBy(() -> Mention.parse("@everyone and @here"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldShowNoMoreFieldsThanDiscordTakes() throws IOException {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        java.util.Map<String, String> options = new java.util.LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            options.put("Option " + i, "x");
        }
        var variant = new tori.model.Variant(2, "10", options, "49.99", true, null);
        Event event =
                SampleEvents.of(
                        EventType.RESTOCKED,
                        new CatalogData(
                                "gorilla/1", 1, data.product(), variant, List.of(), null, null));

        assertThat(embed(event).path("fields")).hasSize(25);
    }

    @Test
    void shouldMarkATestMessage() throws IOException {
        JsonNode embed = embed(SampleEvents.test());

        assertThat(embed.path("title").asText()).isEqualTo("Test message");
        assertThat(embed.path("description").asText())
                .isEqualTo("tori can reach this destination.");
    }

    @Test
    void shouldFallBackToTheWebhooksOwnName() {
        assertThat(DiscordMessage.allowedName("Tori")).isEqualTo("Tori");
        assertThat(DiscordMessage.allowedName("My DisCord bot")).isNull();
        assertThat(DiscordMessage.allowedName("clyde")).isNull();
        assertThat(DiscordMessage.allowedName("Everyone")).isNull();
        assertThat(DiscordMessage.allowedName(" \u200b ")).isNull();
        assertThat(DiscordMessage.allowedName("x".repeat(200))).hasSize(80);
    }

    @Provide
    Arbitrary<List<Event>> batches() {
        return SampleEvents.any().list().ofMinSize(1).ofMaxSize(10);
    }

    @Provide
    Arbitrary<String> texts() {
        return SampleEvents.text();
    }

    private static String priceTitle(String now, String was) throws IOException {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        var v = data.variant();
        var variant =
                new tori.model.Variant(
                        v.id(), v.title(), v.options(), now, v.available(), v.cartUrl());
        return embed(
                        SampleEvents.of(
                                EventType.PRICE_CHANGED,
                                new CatalogData(
                                        data.entity(),
                                        1,
                                        data.product(),
                                        variant,
                                        List.of(),
                                        new Before(true, was),
                                        null)))
                .path("title")
                .asText();
    }

    @Provide
    Arbitrary<MessageConfig> styles() {
        return Styles.any();
    }

    @Provide
    Arbitrary<List<Instant>> times() {
        return Arbitraries.longs()
                .between(0, 4_102_444_800_000L)
                .map(Instant::ofEpochMilli)
                .list()
                .ofMaxSize(10);
    }

    @Provide
    Arbitrary<List<String>> sizes() {
        return SampleEvents.text().list().ofMinSize(1).ofMaxSize(DiscordMessage.MAX_EVENTS);
    }

    private static List<Event> threeSizes() {
        return List.of(
                SampleEvents.restocked(9, "9"),
                SampleEvents.restocked(10, "10"),
                SampleEvents.restocked(11, "11"));
    }

    private static List<String> titles(JsonNode message) {
        List<String> titles = new ArrayList<>();
        message.path("embeds").forEach(embed -> titles.add(embed.path("title").asText()));
        return titles;
    }

    private static Letter restocked() {
        return letter(List.of(SampleEvents.restocked()));
    }

    private static Letter letter(List<Event> events) {
        return letter(events, MessageConfig.STANDARD);
    }

    private static Letter letter(List<Event> events, MessageConfig style) {
        Map<MonitorId, MessageConfig> styles = new HashMap<>();
        events.forEach(event -> styles.put(event.source(), style));
        return new Letter(events, SampleEvents.TIME.plusMillis(38), styles);
    }

    private static DiscordMessage message(String mention) {
        return new DiscordMessage(DiscordSettings.of(URL, "Tori", null, mention, true));
    }

    private static JsonNode embed(Event event) throws IOException {
        return json(message(null).encode(letter(List.of(event)))).path("embeds").path(0);
    }

    private static String field(JsonNode embed, String name) {
        for (JsonNode field : embed.path("fields")) {
            if (field.path("name").asText().equals(name)) {
                return field.path("value").asText();
            }
        }
        return "";
    }

    private static JsonNode json(byte[] bytes) throws IOException {
        return new JsonMapper().readTree(bytes);
    }
}
