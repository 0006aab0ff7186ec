package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.variant;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Shortcut;
import tori.shopify.FakeShop.Answer;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Several collections in one monitor. */
class CollectionsTest {

    private final Watch watch = new Watch(Watch.collection("a", "b"));
    private final Storefront store = new Storefront();

    CollectionsTest() {
        watch.shop.answer(store);
        store.shows("/collections/a.json", "{\"collection\":{}}");
        store.shows("/collections/b.json", "{\"collection\":{}}");
    }

    private void shows(String collection, String... products) {
        lists(collection, Feed.of(products));
    }

    private void lists(String collection, String first) {
        store.does(
                "/collections/" + collection + "/products.json",
                fetch -> Answer.of(200, FakeShop.page(fetch) == 1 ? first : Feed.of()));
    }

    private static String shoe(long id, boolean available) {
        return product(id, variant(id * 10, available, "5.00"));
    }

    @Test
    void shouldTellOfAProductInTwoCollectionsOnce() throws Exception {
        shows("a", shoe(1, false), shoe(2, true));
        shows("b", shoe(2, true), shoe(3, false));
        watch.poll();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(3);
        assertThat(watch.monitor.lastLook().pages()).isEqualTo(2);
        shows("a", shoe(1, true), shoe(2, false));
        shows("b", shoe(2, false), shoe(3, true), shoe(4, true));
        assertThat(watch.told())
                .containsExactly(
                        "RESTOCKED 1/10", "RESTOCKED 3/30", "PRODUCT_NEW 4", "SOLD_OUT 2/20");
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.COMPARED));
    }

    @Test
    void shouldNotTakeAProductForGoneThatIsInOneOfThemStill() throws Exception {
        shows("a", shoe(1, true), shoe(2, true));
        shows("b", shoe(2, true));
        watch.poll();
        shows("a", shoe(1, true));
        assertThat(watch.told()).isEmpty();
        shows("b", shoe(3, true));
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 3", "PRODUCT_REMOVED 2");
    }

    /** A list that is as it was need not show what is known: another may have had the last word. */
    @Test
    void shouldReadAListAgainOfWhichAnotherSaidSomethingElse() throws Exception {
        changes("a", "\"1\"", shoe(1, false));
        changes("b", "\"1\"", shoe(1, false));
        watch.poll();
        changes("a", "\"2\"", shoe(1, true));
        changes("b", "\"2\"", shoe(1, false), shoe(2, true));
        assertThat(watch.told()).as("the last list holds").containsExactly("PRODUCT_NEW 2");
        changes("b", "\"3\"", shoe(2, true));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/10");
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.NOT_MODIFIED));
    }

    @Test
    void shouldNotReadAgainWhatTwoListsShowAlike() throws Exception {
        changes("a", "\"1\"", shoe(1, false));
        changes("b", "\"1\"", shoe(1, false));
        watch.poll();
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.NOT_MODIFIED));
    }

    private void changes(String collection, String etag, String... products) {
        store.does(
                "/collections/" + collection + "/products.json",
                fetch ->
                        etag.equals(fetch.etag())
                                ? Answer.of(304, "")
                                : Answer.of(200, Feed.of(products)).with("ETag", etag));
    }

    @Test
    void shouldFailAsAWholeWhereOneFails() throws Exception {
        shows("a", shoe(1, true));
        shows("b", shoe(2, true));
        watch.poll();
        shows("a", shoe(1, false));
        store.answers("/collections/b/products.json", 503);
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(Cause.SERVER_ERROR));
        shows("b", shoe(2, true));
        assertThat(watch.told()).containsExactly("SOLD_OUT 1/10");
    }

    @Test
    void shouldChangeNothingWhereOneIsUnknown() throws Exception {
        shows("a", shoe(1, true));
        shows("b", shoe(2, true));
        watch.poll();
        store.without("/collections/b.json");
        shows("b");
        for (int i = 0; i < 3; i++) {
            assertThat(watch.poll())
                    .isInstanceOfSatisfying(
                            PollResult.Failed.class,
                            failed ->
                                    assertThat(failed.detail())
                                            .isEqualTo("the store has no collection \"b\" (404)"));
        }
        store.shows("/collections/b.json", "{\"collection\":{}}");
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 2");
    }

    @Test
    void shouldSayThatOneIsUnknownFromTheStart() throws Exception {
        store.without("/collections/b.json");
        shows("a", shoe(1, true));
        shows("b");
        assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        assertThat(watch.memory.records()).isZero();
    }

    @Test
    void shouldNotAskAtEveryPollAfterAnEmptyOne() throws Exception {
        shows("a", shoe(1, true));
        shows("b");
        watch.poll();
        watch.shop.asked.clear();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.shop.asked).hasSize(2);
    }

    @Test
    void shouldReadTwiceBeforeItMissesAProductThatMovedBetweenThem() throws Exception {
        shows("a", shoe(1, true));
        shows("b", shoe(2, true));
        watch.poll();
        // Product 2 is still in b when a is read, and in a already when b is read.
        List<Fetch> reads = new ArrayList<>();
        store.does(
                "/collections/a/products.json",
                fetch -> {
                    reads.add(fetch);
                    return Answer.of(
                            200,
                            reads.size() == 1
                                    ? Feed.of(shoe(1, true))
                                    : Feed.of(shoe(1, true), shoe(2, true)));
                });
        shows("b");
        assertThat(watch.told()).isEmpty();
        assertThat(reads).hasSize(2);
    }

    @Test
    void shouldReadPagesOfEachThatTheOtherHasShown() throws Exception {
        FakeShop.Handler pages =
                fetch ->
                        Answer.of(
                                200,
                                FakeShop.page(fetch) == 1
                                        ? Feed.range(1, 251)
                                        : Feed.range(251, 300));
        store.does("/collections/a/products.json", pages);
        store.does("/collections/b/products.json", pages);
        watch.poll();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(299);
        assertThat(watch.monitor.lastLook().pages()).isEqualTo(4);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldKeepItsStateInWhateverOrderTheyAreNamed() throws Exception {
        shows("a", shoe(1, true));
        shows("b", shoe(2, true));
        watch.poll();
        watch.restart(Watch.collection("b", "a"));
        shows("b", shoe(2, false));
        assertThat(watch.told()).containsExactly("SOLD_OUT 2/20");
        watch.restart(Watch.collection("a"));
        assertThat(watch.told()).as("another list is a new baseline").isEmpty();
    }

    @Test
    void shouldKeepTheStateOfOneCollectionAsItWas() {
        FeedAddresses one = new FeedAddresses(URI.create("https://s.example"), "boots");
        assertThat(FeedAddresses.fingerprint(List.of(one)))
                .isEqualTo(
                        "shopify"
                            + " https://s.example/collections/boots/products.json?limit=250&page=1");
    }

    /** Two overlapping lists tell what one list of the same products tells. */
    @Property(tries = 100)
    void shouldTellWhatOneListOfTheSameProductsTells(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        Watch one = new Watch();
        Watch two = new Watch(Watch.collection("a", "b"));
        two.shop.answer(store);
        TreeMap<Long, Boolean> products = new TreeMap<>();
        for (int poll = 0; poll < 6; poll++) {
            for (long id = 1; id <= 12; id++) {
                switch (random.nextInt(4)) {
                    case 0 -> products.put(id, random.nextBoolean());
                    case 1 -> products.remove(id);
                    default -> {}
                }
            }
            List<String> all = new ArrayList<>();
            List<String> inA = new ArrayList<>();
            List<String> inB = new ArrayList<>();
            products.forEach((id, available) -> {
                all.add(shoe(id, available));
                int where = random.nextInt(3);
                if (where != 0) {
                    inA.add(shoe(id, available));
                }
                if (where != 1) {
                    inB.add(shoe(id, available));
                }
            });
            one.shop.pages(Feed.of(all));
            lists("a", Feed.of(inA));
            lists("b", Feed.of(inB));
            assertThat(new TreeSet<>(told(two))).isEqualTo(new TreeSet<>(told(one)));
        }
    }

    private static List<String> told(Watch watch) throws Exception {
        return watch.told();
    }
}
