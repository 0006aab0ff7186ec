package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.PollResult;
import tori.telemetry.CountingMeters;
import tori.time.SettableClock;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Polls real captures and compares the events with those of a comparison of Jackson trees. */
class CapturesTest {

    private static final String[] SINGLES = {
        "frida/page1.json",
        "ugmonk/page1.json",
        "single/hades.json",
        "single/kith-30.json",
        "single/arabic.json",
        "single/51-variants.json"
    };

    @Test
    void shouldRaiseWhatAnIndependentComparisonFinds() throws Exception {
        Path folder = Feeds.require("soulandmore");
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        Watch watch = new Watch();
        Map<String, JsonNode> before = null;
        for (int i = 0; i <= 13; i++) {
            String body = Files.readString(folder.resolve("%03d.json".formatted(i)));
            Map<String, JsonNode> now = variants(body);
            if (before != null) {
                expected.addAll(differences(before, now));
            }
            before = now;
            watch.shop.pages(body);
            watch.told().forEach(actual::add);
        }
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected).hasSize(32);
        assertThat(actual).filteredOn(event -> event.startsWith("SOLD_OUT")).hasSize(24);
        assertThat(actual).filteredOn(event -> event.startsWith("RESTOCKED")).hasSize(8);
    }

    @Test
    void shouldReplayTheSameEvents() throws Exception {
        Path folder = Feeds.require("soulandmore");
        SettableClock clock = new SettableClock();
        Replay replay =
                new Replay(
                        new MonitorId("replay", "soulandmore"),
                        null,
                        clock,
                        clock,
                        new UuidV7(clock, new Random(1)),
                        new CountingMeters());
        List<Event> events = new ArrayList<>();
        int files = replay.run(folder, step -> events.addAll(step.events()));
        assertThat(files).isEqualTo(14);
        assertThat(events).hasSize(32);
    }

    @Test
    void shouldFindNothingWhereOnlyTimesDiffer() throws Exception {
        Watch watch = new Watch();
        watch.shop.pages(text("nickhmetzler/001.json"));
        watch.poll();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(184);
        assertThat(watch.monitor.lastLook().variants()).isEqualTo(659);
        watch.shop.pages(text("nickhmetzler/002.json"));
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(PollResult.Shortcut.COMPARED));
    }

    @Test
    void shouldReadAShopOfTwoPages() throws Exception {
        Watch watch = new Watch();
        watch.shop.pages(text("12tonar/page1.json"), text("12tonar/page2.json"));
        watch.poll();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(345);
        assertThat(watch.monitor.lastLook().pages()).isEqualTo(2);
        watch.restart();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldFindNothingInTheSameCapture(int index) throws Exception {
        Watch watch = new Watch();
        watch.shop.pages(text(SINGLES[index]));
        watch.poll();
        int products = new ObjectMapper().readTree(text(SINGLES[index])).get("products").size();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(products).isPositive();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        watch.restart();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "single/invalid-control-character.json",
                "single/handle-without-available.json",
                "single/handle-js-cents.txt",
                "frida/collections.json"
            })
    void shouldRefuseWhatIsNoListOfProducts(String name) throws Exception {
        Watch watch = new Watch();
        watch.shop.pages(text(name));
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(PollResult.Cause.NOT_JSON));
    }

    private static String text(String name) throws Exception {
        return new String(Feeds.read(name), StandardCharsets.UTF_8);
    }

    private static Map<String, JsonNode> variants(String body) throws Exception {
        Map<String, JsonNode> variants = new HashMap<>();
        for (JsonNode product : new ObjectMapper().readTree(body).get("products")) {
            for (JsonNode variant : product.get("variants")) {
                variants.put(product.get("id") + "/" + variant.get("id"), variant);
            }
        }
        return variants;
    }

    private static List<String> differences(
            Map<String, JsonNode> before, Map<String, JsonNode> now) {
        assertThat(now.keySet()).isEqualTo(before.keySet());
        List<String> events = new ArrayList<>();
        now.forEach((subject, variant) -> {
            JsonNode old = before.get(subject);
            boolean was = old.get("available").booleanValue();
            boolean is = variant.get("available").booleanValue();
            if (was != is) {
                events.add((is ? EventType.RESTOCKED : EventType.SOLD_OUT) + " " + subject);
            }
            BigDecimal price = new BigDecimal(variant.get("price").asText());
            if (price.compareTo(new BigDecimal(old.get("price").asText())) != 0) {
                events.add(EventType.PRICE_CHANGED + " " + subject);
            }
        });
        return events;
    }
}
