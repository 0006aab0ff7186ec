package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Notice;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class DiscordMessageTest {

    private static final String URL = "https://discord.com/api/webhooks/1/token";

    @Property(tries = 300)
    void shouldRenderAnyEventsIntoAMessageDiscordTakes(
            @ForAll("batches") List<Event> events, @ForAll("texts") String name)
            throws IOException {
        DiscordSettings settings = DiscordSettings.of(URL, name, "https://a.example/" + name, null);
        JsonNode message = json(new DiscordMessage(settings).encode(events));

        assertThat(DiscordRules.breaches(message)).isEmpty();
        assertThat(message.path("embeds")).hasSameSizeAs(events);
        Set<String> urls = new HashSet<>();
        for (JsonNode embed : message.path("embeds")) {
            if (embed.has("url")) {
                assertThat(urls.add(embed.path("url").asText())).as("%s", embed).isTrue();
            }
        }
    }

    @Property(tries = 300)
    void shouldKeepEveryEmbedWithinItsShare(@ForAll("batches") List<Event> events) {
        for (Embed embed : DiscordMessage.embeds(events)) {
            assertThat(embed.length()).isLessThanOrEqualTo(6000 / events.size());
        }
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
        assertThat(embed.path("footer").path("text").asText()).isEqualTo("gorilla/energy");
        assertThat(embed.path("timestamp").asText()).isEqualTo("2026-03-04T12:03:04.123Z");
    }

    @Test
    void shouldShowTheEssentialsEvenInABatchOfTen() throws IOException {
        JsonNode message =
                json(message(null).encode(Collections.nCopies(10, SampleEvents.restocked())));

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
                .hasSizeBetween(4080, 4096);
        JsonNode ten = json(message(null).encode(Collections.nCopies(10, line)));
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
        JsonNode role = json(message("<@&12>").encode(List.of(SampleEvents.restocked())));
        assertThat(role.path("content").asText()).isEqualTo("<@&12>");
        assertThat(role.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[],\"roles\":[\"12\"]}");

        JsonNode user = json(message("<@!34>").encode(List.of(SampleEvents.restocked())));
        assertThat(user.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[],\"users\":[\"34\"]}");

        JsonNode here = json(message("@here").encode(List.of(SampleEvents.restocked())));
        assertThat(here.path("allowed_mentions").toString())
                .isEqualTo("{\"parse\":[\"everyone\"]}");

        JsonNode nobody = json(message(null).encode(List.of(SampleEvents.restocked())));
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

    private static DiscordMessage message(String mention) {
        return new DiscordMessage(DiscordSettings.of(URL, "Tori", null, mention));
    }

    private static JsonNode embed(Event event) throws IOException {
        return json(message(null).encode(List.of(event))).path("embeds").path(0);
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
