package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.poll.PollResult;
import tori.shopify.FakeShop.Answer;

import java.time.Duration;
import java.time.Instant;

/** The store's own currency beside the catalogue's prices. */
class StoreCurrencyTest {

    private static final String META = "/meta.json";

    private final Watch watch = new Watch().asking();
    private final Storefront store = new Storefront();

    private void lists(String price) {
        store.does(
                "/products.json",
                fetch ->
                        Answer.of(
                                200,
                                FakeShop.page(fetch) == 1
                                        ? Feed.of(Feed.product(1, Feed.variant(11, true, price)))
                                        : Feed.of()));
        watch.shop.answer(store);
    }

    private String currency(String price) throws Exception {
        lists(price);
        return Watch.data(watch.events().getFirst()).variant().currency();
    }

    private long asked() {
        return Storefront.asked(watch.shop, META);
    }

    @Test
    void shouldTellPricesWithTheirCurrency() throws Exception {
        store.shows(META, "{\"name\":\"Kite\",\"currency\":\"ISK\",\"country\":\"IS\"}");
        lists("5000");
        watch.poll();
        assertThat(currency("4000")).isEqualTo("ISK");
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void shouldAskAgainAfterADayAndKeepWhatItKnowsOtherwise() throws Exception {
        store.shows(META, "{\"currency\":\"ISK\"}");
        lists("5000");
        watch.poll();
        watch.clock.advance(Duration.ofHours(25));
        store.answers(META, 503);
        assertThat(watch.told()).isEmpty();
        assertThat(asked()).isEqualTo(2);
        assertThat(currency("4000")).isEqualTo("ISK");
        assertThat(watch.told()).isEmpty();
        assertThat(asked()).as("not at every poll").isEqualTo(2);
        watch.clock.advance(Duration.ofHours(1));
        store.shows(META, "{\"currency\":\"EUR\"}");
        assertThat(watch.told()).isEmpty();
        assertThat(currency("3000")).isEqualTo("EUR");
    }

    @Test
    void shouldRememberItAcrossARestart() throws Exception {
        store.shows(META, "{\"currency\":\"ISK\"}");
        lists("5000");
        watch.poll();
        store.without(META);
        watch.restartProcess();
        assertThat(currency("4000")).isEqualTo("ISK");
        assertThat(asked()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>",
                "{}",
                "[]",
                "",
                "{\"currency\":null}",
                "{\"currency\":\"dollars\"}",
                "{\"currency\":\"usd\"}"
            })
    void shouldTellAPlainPriceWhereTheStoreDoesNotSay(String meta) throws Exception {
        store.shows(META, meta);
        lists("5000");
        assertThat(watch.poll()).isInstanceOf(PollResult.Observed.class);
        assertThat(currency("4000")).isNull();
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void shouldNotAskAStoreThatDoesNotAnswer() throws Exception {
        watch.shop.answer(store);
        assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        assertThat(asked()).isZero();
    }

    @Test
    void shouldShareWhatAStoreSaysAndLetOneAsk() {
        StoreFacts facts = StoreFacts.shared();
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(facts.isDue("a", now)).isTrue();
        assertThat(facts.isDue("a", now)).as("somebody asks").isFalse();
        assertThat(facts.isDue("b", now)).isTrue();
        facts.learn("a", new BaseCurrency("USD", now));
        assertThat(facts.currency("a")).isEqualTo("USD");
        facts.learn("a", new BaseCurrency("EUR", now.minusSeconds(60)));
        assertThat(facts.currency("a")).as("the newest counts").isEqualTo("USD");
        assertThat(facts.isDue("a", now.plus(SharedFacts.REFRESH).minusSeconds(1))).isFalse();
        assertThat(facts.isDue("a", now.plus(SharedFacts.REFRESH))).isTrue();
        assertThat(facts.isDue("b", now.plus(SharedFacts.RETRY).minusSeconds(1))).isFalse();
        assertThat(facts.isDue("b", now.plus(SharedFacts.RETRY))).isTrue();
    }

    @Test
    void shouldAskAgainAfterTheClockWasPutBack() {
        StoreFacts facts = StoreFacts.shared();
        Instant wrong = Instant.parse("2036-01-01T00:00:00Z");
        facts.learn("a", new BaseCurrency("USD", wrong));
        assertThat(facts.isDue("a", Instant.parse("2026-01-01T00:00:00Z"))).isTrue();
    }

    @Test
    void shouldNeverAskWhereThereIsNoStoreToAsk() {
        assertThat(StoreFacts.withoutAsking().isDue("a", Instant.EPOCH)).isFalse();
    }

    @Test
    void shouldTakeDamagedNotesUpAfresh() throws Exception {
        store.shows(META, "{\"currency\":\"ISK\"}");
        lists("5000");
        watch.poll();
        watch.memory.entries.put(Notes.KEY, new byte[] {1});
        watch.restartProcess();
        assertThat(watch.told()).isEmpty();
        assertThat(asked()).isEqualTo(2);
        assertThat(currency("4000")).isEqualTo("ISK");
    }
}
