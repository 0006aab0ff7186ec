package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Storefront.js;
import static tori.shopify.Storefront.json;
import static tori.shopify.Storefront.variant;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.shopify.FakeShop.Answer;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A change of currency is no change of price. */
class ProductCurrencyTest {

    private static final String JS = "/products/tee.js";
    private static final String JSON = "/products/tee.json";

    private final Watch watch = Watch.product("tee").asking();
    private final Storefront store = new Storefront();

    private void given(String currency, String... variants) throws Exception {
        watch.shop.answer(store);
        store.shows("/meta.json", "{\"id\":7,\"currency\":\"" + currency + "\"}");
        shows(currency, variants);
        watch.poll();
    }

    private void shows(String currency, String... variants) {
        store.shows(JS, js("tee", 1, variants));
        store.shows(JSON, json("tee", 1, currency, variants));
    }

    private String price() {
        return watch.monitor.shown().getFirst().variants().getFirst().price();
    }

    @Test
    void shouldAskForTheStoresOwnCurrency() throws Exception {
        given("USD", variant(11, true, 4999));
        assertThat(watch.told()).isEmpty();
        Fetch last = watch.shop.asked.getLast();
        assertThat(last.uri()).hasToString("https://shop.example/products/tee.js?currency=USD");
        assertThat(Storefront.asked(watch.shop, "/meta.json")).isEqualTo(1);
        assertThat(watch.shop.asked)
                .extracting(fetch -> fetch.uri().toString())
                .contains("https://shop.example/products/tee.json?currency=USD");
    }

    @Test
    void shouldTellAPriceInTheStoresOwnCurrencyWithIt() throws Exception {
        given("USD", variant(11, true, 4999));
        shows("USD", variant(11, true, 3999));
        Event event = watch.events().getFirst();
        assertThat(Watch.data(event).before().price()).isEqualTo("49.99");
        assertThat(Watch.data(event).variant().price()).isEqualTo("39.99");
        assertThat(Watch.data(event).variant().currency()).isEqualTo("USD");
    }

    @Test
    void shouldWritePricesAsTheListDoes() throws Exception {
        given("JPY", variant(11, true, 120_000));
        store.shows(JSON, "{\"product\":{\"id\":1,\"variants\":[{\"id\":11,\"price\":\"1200\"}]}}");
        assertThat(price()).isEqualTo("1200.00");
        Watch other = Watch.product("tee").asking();
        other.shop.answer(store);
        other.poll();
        assertThat(other.monitor.shown().getFirst().variants().getFirst().price())
                .isEqualTo("1200");
    }

    @Test
    void shouldNotTellThatTheVisitorsCurrencyHasChanged() throws Exception {
        given("USD", variant(11, true, 5000), variant(12, false, 6000));
        // The store takes us for a European, on the one page as on the other.
        shows("EUR", variant(11, true, 4600), variant(12, false, 5520));
        assertThat(watch.told()).isEmpty();
        assertThat(price()).isEqualTo("50.00");
        shows("EUR", variant(11, true, 4600), variant(12, true, 5520));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/12");
        shows("USD", variant(11, true, 5000), variant(12, true, 6000));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldBelieveThePublishedPriceWhereTheProductsPageShowsAnother() throws Exception {
        given("USD", variant(11, true, 5000));
        store.shows(JS, js("tee", 1, variant(11, true, 4600)));
        assertThat(watch.told()).isEmpty();
        assertThat(price()).isEqualTo("50.00");
        store.shows(JS, js("tee", 1, variant(11, true, 3700)));
        store.shows(JSON, json("tee", 1, "USD", variant(11, true, 4000)));
        assertThat(watch.told()).containsExactly("PRICE_CHANGED 1/11");
        assertThat(price()).isEqualTo("40.00");
    }

    @Test
    void shouldNotAskForThePublishedPricesAtEveryPoll() throws Exception {
        given("USD", variant(11, true, 5000));
        store.shows(JS, js("tee", 1, variant(11, true, 4600)));
        long before = Storefront.asked(watch.shop, JSON);
        for (int i = 0; i < 10; i++) {
            assertThat(watch.told()).isEmpty();
        }
        assertThat(Storefront.asked(watch.shop, JSON)).isEqualTo(before + 1);
        watch.clock.advance(Duration.ofMinutes(10));
        watch.poll();
        assertThat(Storefront.asked(watch.shop, JSON)).isEqualTo(before + 2);
    }

    @Test
    void shouldTakeAPriceThatNobodyBearsOutForUnknown() throws Exception {
        given("USD", variant(11, true, 5000));
        store.answers(JSON, 403);
        store.shows(JS, js("tee", 1, variant(11, false, 4600)));
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11");
        assertThat(price()).isEqualTo("50.00");
    }

    @Test
    void shouldNotTellPricesAnewOnceTheCurrencyIsKnown() throws Exception {
        watch.shop.answer(store);
        store.answers("/meta.json", 503);
        shows("EUR", variant(11, true, 4600));
        watch.poll();
        watch.clock.advance(Duration.ofHours(2));
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        assertThat(watch.told()).isEmpty();
        shows("USD", variant(11, true, 5000));
        assertThat(watch.told()).isEmpty();
        assertThat(price()).isEqualTo("50.00");
        shows("USD", variant(11, true, 4900));
        assertThat(watch.told()).containsExactly("PRICE_CHANGED 1/11");
    }

    @Test
    void shouldForgetForeignPricesAcrossARestartToo() throws Exception {
        watch.shop.answer(store);
        store.answers("/meta.json", 503);
        shows("EUR", variant(11, true, 4600));
        watch.poll();
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        watch.restartProcess();
        assertThat(watch.told()).isEmpty();
        shows("USD", variant(11, true, 5000));
        store.answers(JSON, 500);
        assertThat(watch.told()).isEmpty();
        watch.restartProcess();
        shows("USD", variant(11, true, 5000));
        assertThat(watch.told()).isEmpty();
        assertThat(price()).isEqualTo("50.00");
    }

    /**
     * A store sells in dollars; from look to look it takes the visitor for one of another country,
     * and now and then it changes the price. What is told is exactly the changes of the price.
     */
    @Property(tries = 200)
    void shouldTellTheChangesOfThePriceAndNoOthers(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int looks) throws Exception {
        Random random = new Random(seed);
        Watch european = Watch.product("tee").asking();
        european.shop.answer(store);
        store.shows("/meta.json", "{\"currency\":\"USD\"}");
        long cents = 5000;
        long known = 0;
        for (int look = 0; look < looks; look++) {
            cents = random.nextInt(3) == 0 ? 1000 + random.nextInt(9000) : cents;
            boolean abroad = random.nextBoolean();
            boolean honest = random.nextBoolean();
            long shown = abroad ? cents * 92 / 100 : cents;
            store.shows(JS, js("tee", 1, variant(11, true, shown)));
            // The published prices are either in dollars and say so, or in the visitor's.
            store.shows(
                    JSON,
                    honest
                            ? json("tee", 1, "USD", variant(11, true, cents))
                            : json("tee", 1, abroad ? "EUR" : "USD", variant(11, true, shown)));
            european.clock.advance(Duration.ofMinutes(11));
            boolean borneOut = honest || !abroad || shown == known;
            List<String> told = european.told();
            if (known != 0 && borneOut && shown != known && cents != known) {
                assertThat(told).containsExactly("PRICE_CHANGED 1/11");
            } else {
                assertThat(told).isEmpty();
            }
            known = borneOut && shown != known ? cents : known;
        }
    }

    @Property(tries = 100)
    void shouldKeepThePriceOfAnyCurrency(@ForAll @LongRange(min = 100, max = 99_999_999) long cents)
            throws Exception {
        for (String currency : List.of("USD", "JPY", "ISK", "KWD", "ZZZ")) {
            String price =
                    ProductDocument.withStock(
                                    Answer.of(200, js("tee", 1, variant(11, true, cents))).body(),
                                    currency)
                            .knownVariants()
                            .getFirst()
                            .price();
            assertThat(new BigDecimal(price)).isEqualByComparingTo(BigDecimal.valueOf(cents, 2));
        }
    }

    @Test
    void shouldNotCallTheAddressOfAMarketOneOfTheStoresOwnCurrency() {
        assertThat(of("https://shop.example").showsBaseCurrency()).isTrue();
        assertThat(of("https://shop.example/").showsBaseCurrency()).isTrue();
        assertThat(of("demo://store?seed=1").showsBaseCurrency()).isTrue();
        assertThat(of("https://shop.example/en-gb").showsBaseCurrency()).isFalse();
        assertThat(of("https://shop.example?country=DE").showsBaseCurrency()).isFalse();
        assertThat(of("https://shop.example?currency=EUR").showsBaseCurrency()).isFalse();
    }

    private static FeedAddresses of(String site) {
        return new FeedAddresses(URI.create(site), null);
    }

    @Test
    void shouldAcceptAWholeLookWithoutAnyCurrency() throws Exception {
        watch.shop.answer(store);
        store.product("tee", 1, variant(11, true, 5000));
        assertThat(watch.told()).isEmpty();
        store.product("tee", 1, variant(11, true, 4000));
        Event event = watch.events().getFirst();
        assertThat(Watch.data(event).variant().currency()).isNull();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }
}
