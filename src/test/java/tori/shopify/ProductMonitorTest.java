package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Storefront.variant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.AlertConfig;
import tori.config.EventSelection;
import tori.config.MatchConfig;
import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Shortcut;
import tori.shopify.FakeShop.Answer;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** One product by its own page: the same rules as the catalogue, and what is particular to it. */
class ProductMonitorTest {

    private static final String JS = "/products/tee.js";

    private Watch watch = Watch.product("tee");
    private final Storefront store = new Storefront();

    private void given(String... variants) throws Exception {
        store.product("tee", 1, variants);
        watch.shop.answer(store);
        assertThat(watch.poll()).isInstanceOf(PollResult.Observed.class);
    }

    private PollResult.Failed failure() throws Exception {
        int records = watch.memory.records();
        PollResult result = watch.poll();
        assertThat(result).isInstanceOf(PollResult.Failed.class);
        assertThat(watch.memory.records()).isEqualTo(records);
        return (PollResult.Failed) result;
    }

    @Test
    void shouldTakeTheFirstLookAsSilentBaseline() throws Exception {
        store.product("tee", 1, variant(11, true, 1000));
        watch.shop.answer(store);
        assertThat(watch.told()).isEmpty();
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.COMPARED));
        assertThat(watch.monitor.lastLook()).isEqualTo(new Look(200, 1, 1, 1, 1, List.of()));
    }

    @Test
    void shouldTellARestockAsTheCatalogueDoes() throws Exception {
        given(variant(11, false, 4999), variant(12, true, 4999));
        store.product("tee", 1, variant(11, true, 4999), variant(12, true, 4999));
        Event event = watch.events().getFirst();
        CatalogData data = Watch.data(event);
        assertThat(event.type() + " " + event.subject()).isEqualTo("RESTOCKED 1/11");
        assertThat(data.entity()).isEqualTo("shop/1");
        assertThat(data.sequence()).isEqualTo(1);
        assertThat(data.before()).isEqualTo(new Before(false, "49.99"));
        assertThat(data.product().url()).isEqualTo("https://shop.example/products/tee?variant=11");
        assertThat(data.product().image()).isEqualTo("https://cdn.example/1.jpg");
        assertThat(data.product().type()).isEqualTo("Shirts");
        assertThat(data.variant().price()).isEqualTo("49.99");
        assertThat(data.variant().options()).isEqualTo(Map.of("Size", "1"));
        assertThat(data.variant().cartUrl()).isEqualTo("https://shop.example/cart/11:1");
    }

    @Test
    void shouldTellOnceWhatChangedWhileItWasDown() throws Exception {
        given(variant(11, true, 1000), variant(12, false, 1000));
        store.product("tee", 1, variant(11, false, 1000), variant(12, true, 900));
        watch.restartProcess();
        assertThat(watch.told())
                .containsExactly("RESTOCKED 1/12", "PRICE_CHANGED 1/12", "SOLD_OUT 1/11");
        watch.restartProcess();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellVariantsThatComeAndGo() throws Exception {
        given(variant(11, true, 1000));
        store.product("tee", 1, variant(12, true, 1000));
        assertThat(watch.told()).containsExactly("VARIANT_NEW 1/12", "VARIANT_REMOVED 1/11");
    }

    @Test
    void shouldKeepToSelectionFilterLabelsAndCooldown() throws Exception {
        MatchConfig elevens =
                new MatchConfig(List.of(), Set.of(11L), Map.of(), null, null, Set.of(), Set.of());
        AlertConfig alerts =
                new AlertConfig(
                        EnumSet.of(EventSelection.RESTOCKED),
                        elevens,
                        false,
                        OptionalDouble.of(0.5),
                        Duration.ofMinutes(5),
                        Map.of(11L, "mine"));
        watch = Watch.product("tee", alerts);
        given(variant(11, false, 1000), variant(12, false, 1000));
        store.product("tee", 1, variant(11, true, 1000), variant(12, true, 1000));
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(Watch.data(events.getFirst()).label()).isEqualTo("mine");
        store.product("tee", 1, variant(11, false, 1000), variant(12, true, 1000));
        assertThat(watch.told()).isEmpty();
        store.product("tee", 1, variant(11, true, 1000), variant(12, true, 1000));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldDoubtThatMostVariantsAreGoneAtOnce() throws Exception {
        String[] all =
                IntStream.range(0, 30)
                        .mapToObj(i -> variant(100 + i, true, 1000))
                        .toArray(String[]::new);
        String[] none =
                IntStream.range(0, 30)
                        .mapToObj(i -> variant(100 + i, false, 1000))
                        .toArray(String[]::new);
        given(all);
        store.product("tee", 1, none);
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(watch.told()).hasSize(30);
    }

    @Test
    void shouldNotTellOfWhatIsUnknown() throws Exception {
        given(variant(11, true, 1000));
        store.product("tee", 1, "{\"id\":11,\"available\":null,\"price\":null}");
        assertThat(watch.told()).isEmpty();
        store.product("tee", 1, variant(11, true, 1000));
        assertThat(watch.told()).isEmpty();
    }

    // ---- gone ----

    @Test
    void shouldBelieveThatAProductIsGoneWhenTwoGoodLooksSaySo() throws Exception {
        given(variant(11, true, 1000));
        store.withoutProduct("tee");
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Doubted.class,
                        doubted -> assertThat(doubted.reason()).contains("\"tee\""));
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 1");
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        store.product("tee", 1, variant(11, true, 1000));
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 1");
    }

    @Test
    void shouldNotCountFailedLooksBetweenTheTwo() throws Exception {
        given(variant(11, true, 1000));
        store.withoutProduct("tee");
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        store.answers(JS, 503);
        assertThat(failure().cause()).isEqualTo(Cause.SERVER_ERROR);
        store.withoutProduct("tee");
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 1");
    }

    @Test
    void shouldBeginAnewWhenTheProductIsSeenBetweenTheTwo() throws Exception {
        given(variant(11, true, 1000));
        store.withoutProduct("tee");
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        store.product("tee", 1, variant(11, true, 1000));
        assertThat(watch.told()).isEmpty();
        store.withoutProduct("tee");
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
    }

    @Test
    void shouldNotTakeTheProductForGoneThatOneOfItsPagesShows() throws Exception {
        given(variant(11, true, 1000));
        store.without(JS).shows("/products.json", Feed.of(Feed.product(5)));
        for (int i = 0; i < 3; i++) {
            assertThat(failure().cause()).isEqualTo(Cause.FORBIDDEN);
        }
    }

    @Test
    void shouldSayThatAHandleIsUnknownFromTheStart() throws Exception {
        watch.shop.answer(store);
        PollResult.Failed failed = failure();
        assertThat(failed.cause()).isEqualTo(Cause.NOT_FOUND);
        assertThat(failed.detail()).isEqualTo("the store has no product \"tee\" (404)");
    }

    @Test
    void shouldTellThatAnotherProductHasTheHandleNow() throws Exception {
        given(variant(11, true, 1000));
        store.product("tee", 2, variant(21, true, 1000));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 2", "PRODUCT_REMOVED 1");
    }

    // ---- failures ----

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORISED",
        "429, RATE_LIMITED",
        "430, BLOCKED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR",
    })
    void shouldChangeNothingWhereTheStoreDoesNotAnswer(int status, Cause cause) throws Exception {
        given(variant(11, true, 1000));
        int asked = watch.shop.asked.size();
        store.answers(JS, status);
        assertThat(failure().cause()).isEqualTo(cause);
        assertThat(watch.shop.asked).as("asks for nothing else").hasSize(asked + 1);
        store.product("tee", 1, variant(11, false, 1000));
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/11");
    }

    @Test
    void shouldChangeNothingWhereTheStoreIsLockedOrOutOfReach() throws Exception {
        given(variant(11, true, 1000));
        store.does(
                JS,
                fetch -> {
                    throw FetchException.passwordPage("the store is behind its password page");
                });
        assertThat(failure().cause()).isEqualTo(Cause.UNAUTHORISED);
        store.does(
                JS,
                fetch -> {
                    throw new FetchException(Cause.TIMEOUT, "too slow", null);
                });
        assertThat(failure().cause()).isEqualTo(Cause.TIMEOUT);
        URI password = URI.create("https://shop.example/password");
        store.answers(JS, Answer.of(200, "<html>").from(password));
        assertThat(failure().cause()).isEqualTo(Cause.UNAUTHORISED);
    }

    // ---- the list instead ----

    @ParameterizedTest
    @CsvSource({"403, ''", "200, <html>no robots</html>", "200, '{\"cut\": '", "406, ''"})
    void shouldLookInTheListWhereTheProductsPageIsRefused(int status, String body)
            throws Exception {
        given(variant(11, true, 1000));
        store.answers(JS, Answer.of(status, body));
        String listed = Feed.product(1, Feed.variant(11, false, "9.00"));
        store.shows("/products.json", Feed.of(Feed.product(5), listed));
        assertThat(watch.told()).containsExactly("PRICE_CHANGED 1/11", "SOLD_OUT 1/11");
        assertThat(watch.told()).isEmpty();
        assertThat(Storefront.asked(watch.shop, JS)).as("left alone for a while").isEqualTo(2);
        watch.clock.advance(Duration.ofMinutes(10));
        store.product("tee", 1, variant(11, true, 900));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
    }

    @Test
    void shouldFindTheProductByItsHandleOnAnyPageOfTheList() throws Exception {
        watch = Watch.product("shoe-300");
        store.answers("/products/shoe-300.js", 403);
        store.does(
                "/products.json",
                fetch ->
                        Answer.of(
                                200,
                                FakeShop.page(fetch) == 1
                                        ? Feed.range(1, 251)
                                        : Feed.range(251, 400)));
        watch.shop.answer(store);
        assertThat(watch.told()).isEmpty();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(1);
        watch.shop.asked.clear();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.shop.asked).as("the page it was on, alone").hasSize(1);
    }

    @Test
    void shouldNotTakeTheProductForGoneThatTheListDoesNotShow() throws Exception {
        given(variant(11, true, 1000));
        store.answers(JS, 403);
        store.shows("/products.json", Feed.of(Feed.product(5)));
        for (int i = 0; i < 3; i++) {
            PollResult.Failed failed = failure();
            assertThat(failed.cause()).isEqualTo(Cause.FORBIDDEN);
            assertThat(failed.detail()).contains("the list of products does not show it");
        }
        store.answers("/products.json", 500);
        assertThat(failure().cause()).isEqualTo(Cause.SERVER_ERROR);
    }

    @Test
    void shouldNotFetchAnewWhatTheStoreCallsUnmodified() throws Exception {
        Answer answer =
                Answer.of(200, Storefront.js("tee", 1, variant(11, true, 1000)))
                        .with("ETag", "\"a\"");
        store.product("tee", 1, variant(11, true, 1000));
        store.does(JS, fetch -> fetch.etag() == null ? answer : Answer.of(304, ""));
        watch.shop.answer(store);
        assertThat(watch.told()).isEmpty();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        assertThat(watch.shop.asked.getLast().etag()).isEqualTo("\"a\"");
        assertThat(watch.monitor.lastLook().status()).isEqualTo(304);
    }
}
