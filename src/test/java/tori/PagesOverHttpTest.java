package tori;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.variant;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.shopify.Feed;

import java.util.ArrayList;
import java.util.List;

/** Lists of products that are well formed and still not what they seem, over a real network. */
@Timeout(120)
class PagesOverHttpTest {

    private static final String NONE = Feed.of();

    @RegisterExtension
    static final WireMockExtension STORE =
            WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

    private PolledShop shop;

    @BeforeEach
    void open() {
        shop = new PolledShop(STORE.baseUrl());
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static MappingBuilder asking(int page) {
        return get(urlPathEqualTo("/products.json"))
                .withQueryParam("limit", equalTo("250"))
                .withQueryParam("page", equalTo(Integer.toString(page)));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static void pages(String... bodies) {
        STORE.resetAll();
        for (int i = 0; i < bodies.length; i++) {
            STORE.stubFor(asking(i + 1).willReturn(json(bodies[i])));
        }
    }

    @Test
    void shouldFindThreeChangesAmongTenThousandVariants() throws Exception {
        pages(tenThousandVariants(0));
        assertThat(shop.told()).isEmpty();
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
        pages(tenThousandVariants(3));
        assertThat(shop.told())
                .containsExactly("SOLD_OUT 1/1000", "SOLD_OUT 1/1001", "SOLD_OUT 1/1002");
    }

    private static String tenThousandVariants(int soldOut) {
        List<String> products = new ArrayList<>();
        for (int id = 1; id <= 100; id++) {
            List<String> variants = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                variants.add(variant(id * 1000L + i, id > 1 || i >= soldOut, "1.00"));
            }
            products.add(product(id, variants.toArray(String[]::new)));
        }
        return Feed.of(products);
    }

    @Test
    void shouldFailAsAWholeWhereTheSecondPageFails() throws Exception {
        pages(Feed.range(1, 251), Feed.range(251, 301));
        assertThat(shop.told()).isEmpty();
        pages(Feed.range(1, 251, false));
        STORE.stubFor(asking(2).willReturn(json("<html>")));
        assertThat(shop.failure().cause()).isEqualTo(Cause.NOT_JSON);
        STORE.stubFor(asking(2).willReturn(aResponse().withStatus(502)));
        assertThat(shop.failure().cause()).isEqualTo(Cause.SERVER_ERROR);
        pages(Feed.range(1, 251), Feed.range(251, 300));
        assertThat(shop.told()).containsExactly("PRODUCT_REMOVED 300");
    }

    @Test
    void shouldEndWhereAStoreAlwaysGivesTheSamePage() throws Exception {
        STORE.stubFor(get(urlPathEqualTo("/products.json")).willReturn(json(Feed.range(1, 251))));
        assertThat(shop.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(shop.told()).isEmpty();
        assertThat(shop.store.entries).hasSize(250);
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
        STORE.resetAll();
        STORE.stubFor(get(urlPathEqualTo("/products.json")).willReturn(json(Feed.range(2, 252))));
        // Product 1 may stand on the page that the store does not show.
        assertThat(shop.told()).containsExactly("PRODUCT_NEW 251");
    }

    @Test
    void shouldMissNothingThatSlidesToThePageBefore() throws Exception {
        pages(Feed.range(1, 251), Feed.range(251, 301));
        assertThat(shop.told()).isEmpty();
        shiftAfterTheFirstPage(Feed.range(2, 252), Feed.range(252, 301));
        int records = shop.store.records();
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
        assertThat(shop.store.records()).isEqualTo(records);
        assertThat(shop.told()).containsExactly("PRODUCT_REMOVED 1");
    }

    @Test
    void shouldTakeNothingTwiceThatSlidesToThePageBehind() throws Exception {
        pages(Feed.range(1, 251), Feed.range(251, 301));
        assertThat(shop.told()).isEmpty();
        String[] later = Feed.range(1, 250).split(":\\[", 2);
        String first = later[0] + ":[" + product(900, variant(9000, true, "1.00")) + "," + later[1];
        shiftAfterTheFirstPage(first, Feed.range(250, 301));
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
        assertThat(shop.told()).containsExactly("PRODUCT_NEW 900");
    }

    /** The first page is asked for as it was; by the time of the second, all have changed. */
    private static void shiftAfterTheFirstPage(String first, String second) {
        String shifted = "shifted";
        STORE.resetAll();
        STORE.stubFor(
                asking(1)
                        .inScenario("shift")
                        .whenScenarioStateIs(Scenario.STARTED)
                        .willReturn(json(Feed.range(1, 251)))
                        .willSetStateTo(shifted));
        STORE.stubFor(
                asking(1).inScenario("shift").whenScenarioStateIs(shifted).willReturn(json(first)));
        STORE.stubFor(asking(2).willReturn(json(second)));
    }

    @Test
    void shouldDoubtAnEmptyListOnceAndForgetIt() throws Exception {
        pages(Feed.range(1, 41));
        assertThat(shop.told()).isEmpty();
        pages(NONE);
        assertThat(shop.doubt().reason()).contains("40 of 40 products");
        pages(Feed.range(1, 40));
        assertThat(shop.told()).containsExactly("PRODUCT_REMOVED 40");
    }

    @Test
    void shouldBelieveAnEmptyListTheSecondTime() throws Exception {
        pages(Feed.range(1, 41));
        assertThat(shop.told()).isEmpty();
        pages(NONE);
        shop.doubt();
        assertThat(shop.told()).hasSize(40).allMatch(told -> told.startsWith("PRODUCT_REMOVED"));
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @Test
    void shouldBelieveAShrunkenListTheSecondTimeEvenWithAFailureBetween() throws Exception {
        pages(Feed.range(1, 41));
        assertThat(shop.told()).isEmpty();
        pages(Feed.range(1, 11));
        assertThat(shop.doubt().reason()).contains("30 of 40 products");
        pages("<html>");
        shop.failure();
        pages(Feed.range(1, 11));
        assertThat(shop.told())
                .hasSize(30)
                .startsWith("PRODUCT_REMOVED 11")
                .endsWith("PRODUCT_REMOVED 40");
    }

    @Test
    void shouldDoubtAgainWhereTheSecondLossIsAnother() throws Exception {
        pages(Feed.range(1, 41));
        assertThat(shop.told()).isEmpty();
        pages(Feed.range(1, 11));
        shop.doubt();
        pages(Feed.range(31, 41));
        shop.doubt();
        pages(Feed.range(1, 41, false));
        assertThat(shop.doubt().reason()).contains("40 of 40 available variants");
        pages(Feed.range(1, 41));
        assertThat(shop.poll()).isInstanceOf(PollResult.Unchanged.class);
    }
}
