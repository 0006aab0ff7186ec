package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Storefront.variant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.poll.Fetch;
import tori.poll.PollResult;
import tori.shopify.FakeShop.Answer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** New products by the sitemap, before the list shows them. */
class DiscoveryTest {

    private static final String INDEX = "/sitemap.xml";
    private static final String FIRST = "/sitemap_products_1.xml";
    private static final String SECOND = "/sitemap_products_2.xml";
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final Watch watch = new Watch(Watch.discovering(INTERVAL));
    private final Storefront store = new Storefront();
    private String listed = Feed.of();

    @BeforeEach
    void openTheStore() {
        watch.shop.answer(store);
        store.does(
                "/products.json",
                fetch -> Answer.of(200, FakeShop.page(fetch) == 1 ? listed : Feed.of()));
        store.shows(
                INDEX,
                "<sitemapindex><sitemap><loc>https://x.example"
                        + FIRST
                        + "?from=1&amp;to=2</loc></sitemap><sitemap><loc>https://x.example"
                        + SECOND
                        + "</loc></sitemap><sitemap><loc>https://x.example/sitemap_pages_1.xml</loc>"
                        + "</sitemap></sitemapindex>");
        lists(1, 2);
        maps("shoe-1", "shoe-2", "gift-card");
    }

    private void lists(long... ids) {
        List<String> products = new ArrayList<>();
        for (long id : ids) {
            products.add(product(id, Feed.variant(id * 10, true, "5.00")));
        }
        listed = Feed.of(products);
    }

    private void maps(String... handles) {
        store.shows(FIRST, pages(List.of(handles)));
        store.shows(SECOND, pages(List.of()));
    }

    private static String pages(List<String> handles) {
        return handles.stream()
                .map(handle -> "<url><loc>https://x.example/products/" + handle + "</loc></url>")
                .collect(Collectors.joining("", "<urlset>", "</urlset>"));
    }

    /** Polls until the sitemap is read and what it shows is looked at; what was told. */
    private List<String> told() throws Exception {
        List<String> told = new ArrayList<>();
        for (int poll = 0; poll < 6; poll++) {
            told.addAll(watch.told());
        }
        return told;
    }

    private List<String> toldLater() throws Exception {
        watch.clock.advance(INTERVAL);
        return told();
    }

    private long asked(String path) {
        return Storefront.asked(watch.shop, path);
    }

    @Test
    void shouldTakeTheFirstSitemapAsSilentBaseline() throws Exception {
        assertThat(told()).isEmpty();
        assertThat(toldLater()).isEmpty();
        assertThat(asked("/products/gift-card.js")).isZero();
        assertThat(asked(FIRST)).isEqualTo(2);
        assertThat(asked("/sitemap_pages_1.xml")).isZero();
    }

    @Test
    void shouldTellOfAProductBeforeTheListShowsIt() throws Exception {
        told();
        maps("shoe-1", "shoe-2", "gift-card", "tee");
        store.product("tee", 7, variant(71, true, 2500), variant(72, false, 2500));
        watch.clock.advance(INTERVAL);
        List<Event> events = new ArrayList<>();
        for (int poll = 0; poll < 6; poll++) {
            events.addAll(watch.events());
        }
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type() + " " + events.getFirst().subject())
                .isEqualTo("PRODUCT_NEW 7");
        assertThat(Watch.data(events.getFirst()).variants()).hasSize(2);
        assertThat(Watch.data(events.getFirst()).variants().getFirst().price()).isEqualTo("25.00");
        assertThat(toldLater()).as("once").isEmpty();
        assertThat(asked("/products/tee.js")).isEqualTo(1);
    }

    @Test
    void shouldCompareWithWhatItAnnouncedOnceTheListShowsIt() throws Exception {
        told();
        maps("shoe-1", "tee");
        store.product("tee", 7, variant(71, true, 2500), variant(72, false, 2500));
        assertThat(toldLater()).containsExactly("PRODUCT_NEW 7");
        watch.restartProcess();
        assertThat(told()).as("it is in no list, and not gone").isEmpty();
        listed =
                Feed.of(
                        product(1, Feed.variant(10, true, "5.00")),
                        product(2, Feed.variant(20, true, "5.00")),
                        product(7, Feed.variant(71, true, "25.00"), Feed.variant(72, true, "25.00"))
                                .replace("shoe-7", "tee"));
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().type() + " " + events.getFirst().subject())
                .isEqualTo("RESTOCKED 7/72");
        assertThat(Watch.data(events.getFirst()).sequence()).isEqualTo(2);
        lists(1, 2);
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 7");
        assertThat(toldLater()).as("its page is still there").isEmpty();
    }

    @Test
    void shouldTellOnceWhatAppearedWhileItWasDown() throws Exception {
        told();
        maps("shoe-1", "shoe-2", "gift-card", "tee");
        store.product("tee", 7, variant(71, true, 2500));
        watch.restartProcess();
        assertThat(told()).containsExactly("PRODUCT_NEW 7");
        watch.restartProcess();
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldNeverTrustTheSitemapForMoreThanAnAddress() throws Exception {
        told();
        maps("shoe-1", "shoe-2", "gift-card", "page", "old-name");
        // One is no product, the other one that is known by another name.
        store.answers("/products/page.js", 404);
        store.product("old-name", 2, variant(20, false, 100));
        for (int round = 0; round < 5; round++) {
            assertThat(toldLater()).isEmpty();
        }
        assertThat(asked("/products/page.js")).isEqualTo(3);
        assertThat(asked("/products/old-name.js")).isEqualTo(1);
        // And that a product is not in it any more says nothing at all.
        maps("gift-card");
        assertThat(toldLater()).isEmpty();
    }

    @Test
    void shouldAskForOneDocumentAPollAtMostAndNoneWhereThereIsNews() throws Exception {
        for (int poll = 0; poll < 4; poll++) {
            int before = watch.shop.asked.size();
            watch.poll();
            assertThat(watch.shop.asked.size() - before).isLessThanOrEqualTo(2);
        }
        watch.clock.advance(INTERVAL);
        int before = watch.shop.asked.size();
        lists(1, 2, 3);
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 3");
        assertThat(watch.shop.asked.size() - before).isEqualTo(1);
    }

    @Test
    void shouldChangeNothingWhereTheSitemapFails() throws Exception {
        told();
        for (Answer broken :
                List.of(
                        Answer.of(503, ""),
                        Answer.of(200, "<html></html>"),
                        Answer.of(200, "<urlset><url><loc>https://x.exam"))) {
            maps("shoe-1", "tee");
            store.answers(SECOND, broken);
            store.product("tee", 7, variant(71, true, 2500));
            assertThat(toldLater()).isEmpty();
        }
        store.answers(INDEX, 404);
        assertThat(toldLater()).isEmpty();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        openTheStore();
        maps("shoe-1", "shoe-2", "gift-card", "tee");
        assertThat(toldLater()).containsExactly("PRODUCT_NEW 7");
    }

    @Test
    void shouldNotTakeAFailedFirstReadingForTheBaseline() throws Exception {
        store.answers(SECOND, 503);
        assertThat(told()).isEmpty();
        maps("shoe-1", "shoe-2", "gift-card", "tee");
        store.product("tee", 7, variant(71, true, 2500));
        assertThat(toldLater()).as("this is the baseline").isEmpty();
    }

    @Test
    void shouldLeaveAStoreAloneThatRefuses() throws Exception {
        told();
        String[] handles = IntStream.range(0, 30).mapToObj(i -> "tee-" + i).toArray(String[]::new);
        maps(handles);
        for (String handle : handles) {
            store.answers("/products/" + handle + ".js", 429);
        }
        toldLater();
        List<Fetch> refused =
                watch.shop.asked.stream()
                        .filter(fetch -> fetch.uri().getPath().startsWith("/products/"))
                        .toList();
        assertThat(refused).hasSize(1);
    }

    @Test
    void shouldReadASitemapThatIsNoList() throws Exception {
        store.shows(INDEX, pages(List.of("shoe-1")));
        told();
        store.shows(INDEX, pages(List.of("shoe-1", "tee")));
        store.product("tee", 7, variant(71, true, 2500));
        assertThat(toldLater()).containsExactly("PRODUCT_NEW 7");
    }

    @Test
    void shouldNotGuessWhereTheListShowsLittleOfTheSitemap() throws Exception {
        List<String> many = IntStream.range(0, 5_100).mapToObj(i -> "p-" + i).toList();
        store.shows(FIRST, pages(many));
        assertThat(told()).isEmpty();
        assertThat(toldLater()).isEmpty();
        assertThat(watch.shop.asked)
                .noneMatch(fetch -> fetch.uri().getPath().startsWith("/products/"));
    }
}
