package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.poll.PollResult;

/** The guard against feeds that dip. */
class ShrinkGuardTest {

    private final Watch watch = new Watch();

    private void given(int products) throws Exception {
        watch.shop.pages(Feed.range(0, products));
        watch.poll();
    }

    @Test
    void shouldReportNothingWhereTheFeedIsBackInTheNextPoll() throws Exception {
        given(40);
        watch.shop.pages(Feed.of());
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Doubted.class,
                        doubted -> assertThat(doubted.reason()).contains("40 of 40 products"));
        watch.shop.pages(Feed.range(0, 40));
        assertThat(watch.told()).isEmpty();
        watch.shop.pages(Feed.of());
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
    }

    @Test
    void shouldBelieveWhatTheNextGoodPollShowsToo() throws Exception {
        given(40);
        watch.shop.pages(Feed.range(0, 10));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        watch.shop.pages("<html>");
        assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        watch.shop.pages(Feed.range(0, 11));
        assertThat(watch.told()).hasSize(29).contains("PRODUCT_REMOVED 39");
    }

    @Test
    void shouldGoOnDoubtingWhereTheLossIsAnotherEachTime() throws Exception {
        given(40);
        watch.shop.pages(Feed.range(0, 10));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        watch.shop.pages(Feed.range(30, 40));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(watch.told()).hasSize(30).contains("PRODUCT_REMOVED 0");
    }

    @Test
    void shouldDoubtThatMostSoldOutAtOnce() throws Exception {
        given(40);
        watch.shop.pages(Feed.range(0, 40, false));
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Doubted.class,
                        doubted -> assertThat(doubted.reason()).contains("40 of 40 available"));
        assertThat(watch.told()).hasSize(40).contains("SOLD_OUT 7/70");
    }

    @Test
    void shouldBelieveHalfAtOnceAndSmallCatalogues() throws Exception {
        given(40);
        watch.shop.pages(Feed.range(0, 20));
        assertThat(watch.told()).hasSize(20);
        watch.shop.pages(Feed.range(0, 1));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(watch.told()).hasSize(19);
        watch.shop.pages(Feed.range(0, 19));
        watch.poll();
        watch.shop.pages(Feed.of());
        assertThat(watch.told()).hasSize(19);
    }

    @Test
    void shouldBelieveEverythingWhereItIsOff() throws Exception {
        watch.restart(Watch.unguarded());
        given(40);
        watch.shop.pages(Feed.of());
        assertThat(watch.told()).hasSize(40);
    }
}
