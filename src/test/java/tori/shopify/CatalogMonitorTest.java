package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.titled;
import static tori.shopify.Feed.variant;

import org.junit.jupiter.api.Test;

import tori.config.EventSelection;
import tori.config.MatchConfig;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Ending;
import tori.model.Event;
import tori.model.EventType;
import tori.poll.PollResult;
import tori.poll.PollResult.Shortcut;
import tori.shopify.FakeShop.Answer;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What counts as a change, rule by rule. */
class CatalogMonitorTest {

    private final Watch watch = new Watch();

    private void shows(String... products) {
        watch.shop.pages(Feed.of(products));
    }

    private void given(String... products) throws Exception {
        shows(products);
        watch.poll();
    }

    @Test
    void shouldKeepNoMoreOfATextThanAnybodyReads() throws Exception {
        String title = "\uD83D\uDE00".repeat(100_000);
        watch.shop.answer(fetch ->
                Answer.of(
                        200,
                        "{\"products\":[{\"id\":1,\"title\":\""
                                + title
                                + "\",\"images\":[{\"src\":\"https://a.example/"
                                + "x".repeat(5_000)
                                + "\"}],\"variants\":[{\"id\":2,\"available\":true}]}]}"));
        PollResult result = watch.poll();
        assertThat(result)
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed ->
                                assertThat(observed.change().puts().get(1L).length)
                                        .isLessThan(10_000));
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @Test
    void shouldTakeTheFirstGoodPollAsSilentBaseline() throws Exception {
        shows(product(1, variant(11, true, "10.00")));
        PollResult result = watch.poll();
        assertThat(result)
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed -> {
                            assertThat(observed.events()).isEmpty();
                            assertThat(observed.change().replaceAll()).isTrue();
                            assertThat(observed.change().puts()).containsOnlyKeys(1L);
                        });
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.COMPARED));
    }

    @Test
    void shouldKnowWhatItHasToldAlsoIfNobodyAsksWhatToRemember() throws Exception {
        given(product(1, variant(11, true, "10.00")));
        shows(product(1, variant(11, false, "10.00")));
        assertThat(watch.monitor.poll())
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed -> assertThat(observed.events()).hasSize(1));
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.COMPARED));
        shows(product(1, variant(11, true, "10.00")));
        List<Event> back = watch.events();
        assertThat(back).hasSize(1);
        assertThat(((CatalogData) back.getFirst().data()).sequence()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatToRememberOfWhatItHasTold() throws Exception {
        given(product(1, variant(11, true, "10.00")), product(2, variant(21, true, "10.00")));
        shows(product(1, variant(11, false, "10.00")), product(2, variant(21, true, "10.00")));
        assertThat(watch.monitor.poll())
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed -> {
                            assertThat(observed.change().puts()).containsOnlyKeys(1L);
                            assertThat(observed.change()).isSameAs(observed.change());
                        });
    }

    @Test
    void shouldReportTheFirstPollAsNewWhereAsked() throws Exception {
        watch.restart(Watch.alertingOnFirst());
        shows(product(1, variant(11, true, "10.00")), product(2, variant(21, true, "10.00")));
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 1", "PRODUCT_NEW 2");
        watch.restart();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldRaiseARestockWithAllItsParticulars() throws Exception {
        watch.restart(Watch.matching(MatchConfig.ALL));
        given(product(2, variant(21, false, "49.99")));
        shows(product(2, variant(21, true, "49.99")));
        watch.clock.advance(Duration.ofSeconds(30));
        Event event = watch.events().getFirst();
        assertThat(event.type()).isEqualTo(EventType.RESTOCKED);
        assertThat(event.source()).isEqualTo(Watch.ID);
        assertThat(event.subject()).isEqualTo("2/21");
        assertThat(event.time()).isEqualTo(watch.clock.instant());
        assertThat(event.seenNanos()).isEqualTo(watch.clock.nanoTime());
        CatalogData data = Watch.data(event);
        assertThat(data.entity()).isEqualTo("shop/2");
        assertThat(data.sequence()).isEqualTo(1);
        assertThat(data.label()).isEqualTo("my size");
        assertThat(data.before()).isEqualTo(new Before(false, "49.99"));
        assertThat(data.variants()).isEmpty();
        assertThat(data.product().url())
                .isEqualTo("https://shop.example/products/shoe-2?variant=21");
        assertThat(data.product().image()).isEqualTo("https://cdn/i.jpg");
        assertThat(data.variant().cartUrl()).isEqualTo("https://shop.example/cart/21:1");
        assertThat(data.variant().options()).isEqualTo(Map.of("Size", "1"));
        assertThat(data.variant().available()).isTrue();
    }

    @Test
    void shouldRaiseSoldOutAndCountTheSequenceAcrossRestarts() throws Exception {
        given(product(1, variant(11, true, "1.00")));
        shows(product(1, variant(11, false, "1.00")));
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11");
        watch.restart();
        shows(product(1, variant(11, true, "1.00")));
        Event event = watch.events().getFirst();
        assertThat(event.type()).isEqualTo(EventType.RESTOCKED);
        assertThat(Watch.data(event).sequence()).isEqualTo(2);
    }

    @Test
    void shouldSaySinceWhenAVariantWasAsItWas() throws Exception {
        given(product(1, variant(11, true, "1.00")));
        watch.clock.advance(Duration.ofSeconds(10));
        shows(product(1, variant(11, false, "1.00")));
        Instant gone = watch.clock.instant();
        Event soldOut = watch.events().getFirst();
        assertThat(Watch.data(soldOut).before())
                .as("nobody saw it become available")
                .isEqualTo(new Before(true, "1.00"));

        watch.clock.advance(Duration.ofHours(76));
        shows(product(1, variant(11, false, "2.00")));
        assertThat(Watch.data(watch.events().getFirst()).before())
                .as("not what changed")
                .isEqualTo(new Before(false, "1.00"));
        watch.restart();
        shows(product(1, variant(11, true, "2.00")));
        assertThat(Watch.data(watch.events().getFirst()).before())
                .isEqualTo(new Before(false, "2.00", gone));
    }

    @Test
    void shouldTellWhatHasSoldOutThoughNobodyAskedForIt() throws Exception {
        watch.restart(Watch.selecting(EventSelection.RESTOCKED));
        given(product(1, variant(11, true, "1.00"), variant(12, false, "1.00")));
        shows(product(1, variant(11, false, "1.00"), variant(12, true, "1.00")));

        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed -> {
                            assertThat(observed.events())
                                    .extracting(Event::subject)
                                    .containsExactly("1/12");
                            assertThat(observed.endings())
                                    .containsExactly(
                                            new Ending(Watch.ID, "1/11", watch.clock.instant()));
                        });
    }

    @Test
    void shouldReportOnceWhatChangedWhileDown() throws Exception {
        given(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        watch.restart();
        shows(product(1, variant(11, true, "2.00")), product(3, variant(31, true, "1.00")));
        assertThat(watch.told())
                .containsExactly("PRODUCT_NEW 3", "PRICE_CHANGED 1/11", "PRODUCT_REMOVED 2");
        watch.restart();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldComparePricesAsNumbers() throws Exception {
        given(product(1, variant(11, true, "10.00"), variant(12, true, "5000")));
        shows(product(1, variant(11, "true", "10.0"), variant(12, true, "5000.00")));
        assertThat(watch.told()).isEmpty();
        shows(product(1, variant(11, true, "0.00"), variant(12, true, "5001")));
        List<Event> events = watch.events();
        assertThat(events).extracting(Event::subject).containsExactly("1/11", "1/12");
        assertThat(Watch.data(events.getFirst()).before()).isEqualTo(new Before(true, "10.0"));
        shows(product(1, variant(11, "true", "1e1"), variant(12, true, "5001")));
        assertThat(Watch.data(watch.events().getFirst()).variant().price()).isEqualTo("10");
    }

    @Test
    void shouldRaiseBothWhereStockAndPriceChange() throws Exception {
        given(product(1, variant(11, false, "10.00")));
        shows(product(1, variant(11, true, "8.00")));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11", "PRICE_CHANGED 1/11");
    }

    @Test
    void shouldCarryTheVariantsOfANewProductAndRaiseNoneOfTheirs() throws Exception {
        given(product(1, variant(11, true, "1.00")));
        shows(
                product(2, variant(21, true, "1.00"), variant(22, false, "1.00")),
                product(1, variant(11, true, "1.00")));
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().subject()).isEqualTo("2");
        assertThat(Watch.data(events.getFirst()).variants())
                .extracting(each -> each.id())
                .containsExactly(21L, 22L);
        assertThat(Watch.data(events.getFirst()).variant()).isNull();
    }

    @Test
    void shouldTellVariantsThatComeAndGo() throws Exception {
        given(product(1, variant(11, true, "1.00"), variant(12, true, "1.00")));
        shows(product(1, variant(12, true, "1.00"), variant(13, true, "1.00")));
        assertThat(watch.told()).containsExactly("VARIANT_NEW 1/13", "VARIANT_REMOVED 1/11");
    }

    @Test
    void shouldGoOnCountingWhereARemovedProductReturns() throws Exception {
        given(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        shows(product(2, variant(21, true, "1.00")));
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 1");
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        watch.restart();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        shows(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        Event event = watch.events().getFirst();
        assertThat(event.type()).isEqualTo(EventType.PRODUCT_NEW);
        assertThat(Watch.data(event).sequence()).isEqualTo(2);
    }

    @Test
    void shouldLetUnknownRaiseNothingAndOverwriteNothing() throws Exception {
        given(product(1, variant(11, true, "10.00")));
        for (String unknown :
                List.of(
                        product(1, variant(11, "null", "null")),
                        product(1, "{\"id\":11}"),
                        product(1, variant(11, "\"true\"", "{}")),
                        product(1, variant(11, "1", "\"free\"")),
                        "{\"id\":1}",
                        "{\"id\":1,\"variants\":null,\"title\":null,\"options\":7}")) {
            shows(unknown);
            assertThat(watch.poll()).as(unknown).isInstanceOf(PollResult.Unchanged.class);
        }
        shows(product(1, variant(11, false, "12.00")));
        List<Event> events = watch.events();
        assertThat(events).hasSize(2);
        assertThat(Watch.data(events.getFirst()).before()).isEqualTo(new Before(true, "10.00"));
        assertThat(Watch.data(events.getFirst()).product().title()).isEqualTo("Shoe 1");
    }

    @Test
    void shouldRaiseNothingWhereUnknownBecomesKnown() throws Exception {
        given("{\"id\":1,\"title\":\"x\"}", product(2, variant(21, "null", "null")));
        shows(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        assertThat(watch.told()).isEmpty();
        shows(product(1, variant(11, false, "1.00")), product(2, variant(21, false, "1.00")));
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11", "SOLD_OUT 2/21");
    }

    @Test
    void shouldSayNothingAboutATitleThatChanges() throws Exception {
        given(product(1, variant(11, true, "1.00")));
        shows(titled(1, "Boot", variant(11, true, "1.00")));
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Observed.class,
                        observed -> assertThat(observed.events()).isEmpty());
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @Test
    void shouldTakeADamagedEntryUpAfresh() throws Exception {
        given(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        watch.memory.entries.put(1L, new byte[] {1, 4, 0});
        watch.restart();
        shows(product(1, variant(11, false, "1.00")), product(2, variant(21, false, "1.00")));
        assertThat(watch.told()).containsExactly("SOLD_OUT 2/21");
        shows(product(1, variant(11, true, "1.00")), product(2, variant(21, false, "1.00")));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
    }

    @Test
    void shouldStartAfreshForAnotherAddress() throws Exception {
        given(product(1, variant(11, true, "1.00")));
        watch.restart(Watch.collection("boots"));
        shows(product(2, variant(21, true, "1.00")));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldLeaveTheStateAloneWhereReadingBreaksOffHalfWay() throws Exception {
        given(product(1, variant(11, true, "1.00")), product(2, variant(21, true, "1.00")));
        String changed =
                Feed.of(
                        product(1, variant(11, false, "1.00")),
                        product(2, variant(21, false, "1")));
        for (int length = 1; length < changed.length(); length += 7) {
            watch.shop.pages(changed.substring(0, length));
            assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        }
        watch.shop.answer(fetch -> {
            throw new IOException("reset");
        });
        assertThatThrownBy(watch::poll).isInstanceOf(IOException.class);
        watch.shop.pages(changed);
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11", "SOLD_OUT 2/21");
    }

    @Test
    void shouldSelectByEventAndByDirectionOfPrices() throws Exception {
        watch.restart(Watch.selecting(EventSelection.PRICE_DROP, EventSelection.RESTOCKED));
        given(product(1, variant(11, true, "5.00"), variant(12, false, "5.00")));
        shows(product(1, variant(11, false, "4.00"), variant(12, true, "6.00")));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/12", "PRICE_CHANGED 1/11");
        watch.restart(Watch.selecting(EventSelection.PRICE_CHANGED));
        shows(product(1, variant(11, true, "5.00"), variant(12, true, "5.00")));
        assertThat(watch.told()).containsExactly("PRICE_CHANGED 1/12", "PRICE_CHANGED 1/11");
    }

    @Test
    void shouldHoldAnEdgeBackWhileItCools() throws Exception {
        watch.restart(Watch.cooling(Duration.ofMinutes(1)));
        String out = product(1, variant(11, false, "1.00"), variant(12, true, "1.00"));
        String in = product(1, variant(11, true, "1.00"), variant(12, true, "1.00"));
        given(out);
        shows(in);
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
        shows(out);
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11");
        watch.clock.advance(Duration.ofSeconds(59));
        shows(in);
        assertThat(watch.told()).isEmpty();
        shows(out);
        assertThat(watch.told()).isEmpty();
        watch.clock.advance(Duration.ofSeconds(1));
        shows(in);
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(Watch.data(events.getFirst()).sequence()).isEqualTo(3);
    }

    @Test
    void shouldHoldBackAProductThatComesAndGoesWhileItCools() throws Exception {
        watch.restart(Watch.cooling(Duration.ofMinutes(1)));
        String one = product(1, variant(11, true, "1.00"));
        String two = product(2, variant(21, true, "1.00"));
        given(one, two);
        shows(one);
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 2");
        shows(one, two);
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 2");
        shows(one);
        assertThat(watch.told()).isEmpty();
        watch.clock.advance(Duration.ofMinutes(1));
        shows(one, two);
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 2");
    }

    @Test
    void shouldFilterOnlyWhatItTells() throws Exception {
        MatchConfig tens =
                new MatchConfig(
                        List.of(),
                        Set.of(),
                        Map.of(),
                        new BigDecimal("10"),
                        null,
                        Set.of(),
                        Set.of());
        watch.restart(Watch.matching(tens));
        given(product(1, variant(11, false, "5.00")));
        shows(product(1, variant(11, true, "5.00")), product(2, variant(21, true, "5.00")));
        assertThat(watch.told()).isEmpty();
        watch.restart(Watch.matching(MatchConfig.ALL));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldKeepNothingOfALookWhereNobodyAsks() throws Exception {
        Watch unasked =
                new Watch(surroundings ->
                        new CatalogMonitor(
                                Watch.ID, ShopifySettings.of(Watch.SITE), surroundings.unasked()));
        unasked.shop.pages(Feed.of(product(1, variant(11, false, "5.00"))));
        unasked.poll();
        unasked.shop.pages(Feed.of(product(1, variant(11, true, "5.00"))));
        assertThat(unasked.told()).hasSize(1);
        assertThat(unasked.monitor.lastLook()).isEqualTo(Look.NONE);
    }

    @Test
    void shouldTellWhatItSaw() throws Exception {
        given(product(1, variant(11, false, "5.00"), variant(12, true, "5.00")));
        shows(product(1, variant(11, true, "5.00"), variant(12, true, "5.00")));
        watch.poll();
        Look look = watch.monitor.lastLook();
        assertThat(look)
                .extracting(Look::status, Look::pages, Look::products, Look::variants)
                .containsExactly(200, 1, 1, 2);
        assertThat(look.available()).isEqualTo(2);
        assertThat(look.events()).extracting(Event::type).containsExactly(EventType.RESTOCKED);
    }

    @Test
    void shouldKeepThePathAndQueryOfTheSite() throws Exception {
        ShopifySettings demo = ShopifySettings.of(URI.create("https://shop.example/en-gb/?seed=7"));
        watch.restart(demo);
        given(product(1, variant(11, true, "5.00")));
        assertThat(watch.shop.asked.getFirst().uri())
                .hasToString("https://shop.example/en-gb/products.json?seed=7&limit=250&page=1");
        shows(
                product(1, variant(11, true, "5.00")),
                "{\"id\":2,\"handle\":\"caf\u00e9 x\",\"variants\":[]}");
        assertThat(Watch.data(watch.events().getFirst()).product().url())
                .isEqualTo("https://shop.example/en-gb/products/caf%C3%A9%20x");
    }
}
