package tori.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.Reply;
import tori.time.SettableClock;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

class DemoStoreTest {

    private static final Duration STEP = Duration.ofMillis(500);

    private final SettableClock clock = new SettableClock();
    private final DemoStore store = new DemoStore(clock, clock);

    @Test
    void shouldAnswerTheSameForTheSameSeedAndTime() throws Exception {
        DemoStore other = new DemoStore(clock, clock);
        clock.advance(Duration.ofSeconds(10));
        other.fetch(fetch("/products.json?seed=7", null));
        clock.advance(Duration.ofSeconds(90));
        String page = "/products.json?seed=7&products=300&limit=250&page=1";
        assertThat(body(other, page)).isEqualTo(body(store, page));
        assertThat(body(store, page)).isNotEqualTo(body(store, page.replace("=7", "=8")));
    }

    @Test
    void shouldShowARestockWithinTwoSeconds() throws Exception {
        Map<String, Boolean> before = availability();
        boolean restocked = false;
        boolean soldOut = false;
        for (int i = 0; i < 4; i++) {
            clock.advance(STEP);
            Map<String, Boolean> now = availability();
            for (Map.Entry<String, Boolean> entry : now.entrySet()) {
                Boolean was = before.get(entry.getKey());
                restocked |= Boolean.FALSE.equals(was) && entry.getValue();
                soldOut |= Boolean.TRUE.equals(was) && !entry.getValue();
            }
            before = now;
        }
        assertThat(restocked).isTrue();
        assertThat(soldOut).isTrue();
    }

    @Test
    void shouldKeepAboutItsSizeAndStockOverADay() throws Exception {
        Set<String> first = new HashSet<>(availability().keySet());
        clock.advance(Duration.ofDays(1));
        Map<String, Boolean> now = availability();
        assertThat(products(1).size() + products(2).size()).isBetween(239, 361);
        long available = now.values().stream().filter(is -> is).count();
        assertThat(available).isBetween(now.size() / 4L, now.size() * 9L / 10);
        assertThat(now.keySet()).isNotEqualTo(first);
    }

    @Test
    void shouldPageAsShopifyDoes() throws Exception {
        assertThat(products(1).size()).isEqualTo(250);
        assertThat(products(2).size()).isEqualTo(50);
        assertThat(products(3).size()).isZero();
        assertThat(json("/products.json").get("products").size()).isEqualTo(30);
    }

    @Test
    void shouldSayNotModifiedUntilSomethingChanges() throws Exception {
        String path = "/products.json?limit=250&page=1";
        String etag = store.fetch(fetch(path, null)).header("etag");
        clock.advance(Duration.ofMillis(499));
        assertThat(store.fetch(fetch(path, etag)).status()).isEqualTo(304);
        int modified = 0;
        for (int i = 0; i < 20; i++) {
            clock.advance(STEP);
            modified += store.fetch(fetch(path, etag)).status() == 200 ? 1 : 0;
        }
        assertThat(modified).isPositive();
    }

    @Test
    void shouldWriteTheTimeOfTheAnswerIntoEveryProduct() throws Exception {
        clock.advance(Duration.ofSeconds(7));
        for (JsonNode product : products(1)) {
            assertThat(product.get("updated_at").asText()).isEqualTo("2026-01-01T00:00:07Z");
        }
    }

    @Test
    void shouldKnowItsCollections() throws Exception {
        for (JsonNode product :
                json("/collections/shoes/products.json?limit=250").get("products")) {
            assertThat(product.get("product_type").asText()).isEqualTo("Shoes");
        }
        assertThat(status("/collections/shoes.json")).isEqualTo(200);
        assertThat(status("/collections/nothing.json")).isEqualTo(404);
        assertThat(json("/collections/nothing/products.json").get("products").size()).isZero();
        assertThat(status("/somewhere")).isEqualTo(404);
    }

    @Test
    void shouldShowEachProductOnItsOwnPages() throws Exception {
        JsonNode listed = products(1).get(0);
        String page = "/products/" + listed.get("handle").asText();
        JsonNode withStock = json(page + ".js?currency=EUR");
        JsonNode published = json(page + ".json").get("product");
        assertThat(withStock.get("id")).isEqualTo(listed.get("id"));
        assertThat(withStock.get("type")).isEqualTo(listed.get("product_type"));
        for (int i = 0; i < listed.get("variants").size(); i++) {
            JsonNode variant = listed.get("variants").get(i);
            JsonNode other = withStock.get("variants").get(i);
            assertThat(other.get("id")).isEqualTo(variant.get("id"));
            assertThat(other.get("available")).isEqualTo(variant.get("available"));
            String price = variant.get("price").asText();
            assertThat(other.get("price").asText()).isEqualTo(price.replace(".", ""));
            assertThat(published.get("variants").get(i).get("price").asText()).isEqualTo(price);
        }
        assertThat(status("/products/nothing.js")).isEqualTo(404);
        assertThat(status("/products/nothing.json")).isEqualTo(404);
        assertThat(json("/meta.json").get("currency").asText()).isEqualTo("EUR");
    }

    @Test
    void shouldRefuseWhatIsNotItsOwn() {
        assertThatThrownBy(() ->
                        store.fetch(
                                new Fetch(
                                        URI.create("https://shop.example/products.json"),
                                        "application/json",
                                        null,
                                        Duration.ofSeconds(1),
                                        1)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("demo://");
        assertThatThrownBy(() -> store.fetch(fetch("/products.json?seed=x", null)))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("seed");
    }

    private Map<String, Boolean> availability() throws Exception {
        Map<String, Boolean> availability = new HashMap<>();
        for (int page = 1; page <= 2; page++) {
            for (JsonNode product : products(page)) {
                for (JsonNode variant : product.get("variants")) {
                    availability.put(
                            variant.get("id").asText(), variant.get("available").booleanValue());
                }
            }
        }
        return availability;
    }

    private JsonNode products(int page) throws Exception {
        return json("/products.json?limit=250&page=" + page).get("products");
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(body(store, path));
    }

    private int status(String path) throws Exception {
        return store.fetch(fetch(path, null)).status();
    }

    private static String body(DemoStore store, String path) throws Exception {
        try (Reply reply = store.fetch(fetch(path, null))) {
            return new String(reply.body().readAllBytes(), "UTF-8");
        }
    }

    private static Fetch fetch(String path, String etag) {
        return new Fetch(
                URI.create("demo://store" + path),
                "application/json",
                etag,
                Duration.ofSeconds(1),
                8 << 20);
    }
}
