package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Product;
import tori.model.Variant;
import tori.shopify.Feeds;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What real shops sell, as if all of it came back at once: Discord takes every message of it. */
class RealShopsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final DiscordMessage MESSAGE =
            new DiscordMessage(
                    DiscordSettings.of(
                            "https://discord.com/api/webhooks/1/t", "Tori", null, null, true));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12tonar/page1.json",
                "frida/page1.json",
                "nickhmetzler/001.json",
                "soulandmore/000.json",
                "ugmonk/page1.json",
                "single/hades.json",
                "single/kith-30.json",
                "single/arabic.json",
                "single/51-variants.json"
            })
    void shouldTellOfEveryProduct(String feed) throws IOException {
        List<Event> waiting = new ArrayList<>();
        int cartLinks = 0;
        int told = 0;
        for (JsonNode product : JSON.readTree(Feeds.require(feed).toFile()).path("products")) {
            List<Event> restocks = restocks(product);
            for (int from = 0; from < restocks.size(); from += DiscordMessage.MAX_EVENTS) {
                int to = Math.min(restocks.size(), from + DiscordMessage.MAX_EVENTS);
                JsonNode message = taken(restocks.subList(from, to));
                assertThat(message.path("embeds")).hasSize(1);
                cartLinks += count(message.toString(), "/cart/");
                told += to - from;
            }
            waiting.addAll(restocks);
        }
        assertThat(cartLinks).as("every variant has its link").isEqualTo(told).isPositive();
        // In a rush, with other products in the message, lists may lose lines, but never a limit.
        for (List<Event> batch : batches(waiting)) {
            taken(batch);
        }
    }

    private static JsonNode taken(List<Event> events) throws IOException {
        Letter letter = new Letter(events, SampleEvents.TIME.plusMillis(38), Map.of());
        JsonNode message = JSON.readTree(MESSAGE.encode(letter));
        assertThat(DiscordRules.breaches(message)).as("%s", message).isEmpty();
        return message;
    }

    private static List<List<Event>> batches(List<Event> events) {
        List<List<Event>> batches = new ArrayList<>();
        List<Event> batch = new ArrayList<>();
        for (Event event : events) {
            List<Event> more = new ArrayList<>(batch);
            more.add(event);
            if (more.size() > DiscordMessage.MAX_EVENTS
                    || Telling.of(more).size() > DiscordMessage.MAX_EMBEDS) {
                batches.add(batch);
                more = new ArrayList<>(List.of(event));
            }
            batch = more;
        }
        batches.add(batch);
        return batches;
    }

    private static List<Event> restocks(JsonNode product) {
        List<Event> events = new ArrayList<>();
        long id = product.path("id").asLong();
        Product one =
                new Product(
                        id,
                        product.path("title").textValue(),
                        product.path("handle").textValue(),
                        "https://shop.example/products/" + product.path("handle").asText(),
                        product.path("vendor").textValue(),
                        product.path("product_type").textValue(),
                        product.at("/images/0/src").textValue());
        for (JsonNode variant : product.path("variants")) {
            long variantId = variant.path("id").asLong();
            Map<String, String> options = new LinkedHashMap<>();
            for (int i = 0; i < product.path("options").size(); i++) {
                String value = variant.path("option" + (i + 1)).textValue();
                if (value != null) {
                    options.put(product.path("options").get(i).path("name").asText(), value);
                }
            }
            Variant back =
                    new Variant(
                            variantId,
                            variant.path("title").textValue(),
                            options,
                            variant.path("price").asText(),
                            true,
                            "https://shop.example/cart/" + variantId + ":1");
            events.add(
                    new Event(
                            new UUID(id, variantId),
                            SampleEvents.SOURCE,
                            EventType.RESTOCKED,
                            id + "/" + variantId,
                            SampleEvents.TIME,
                            0,
                            new CatalogData(
                                    "gorilla/" + id,
                                    1,
                                    one,
                                    back,
                                    List.of(),
                                    new Before(false, "19.99", SampleEvents.TIME.minusSeconds(99)),
                                    null)));
        }
        return events;
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
