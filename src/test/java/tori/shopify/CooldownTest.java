package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.variant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.config.EventSelection;
import tori.model.Before;
import tori.model.Event;
import tori.poll.PollResult;

import java.time.Duration;
import java.util.List;

/** What is told of an edge that came within its cooldown, once that is over. */
class CooldownTest {

    private static final Duration COOLDOWN = Duration.ofMinutes(1);
    private static final String OUT = product(1, variant(11, false, "5.00"));
    private static final String IN = product(1, variant(11, true, "5.00"));

    private final Watch watch = new Watch();

    @BeforeEach
    void cool() {
        watch.restart(Watch.cooling(COOLDOWN));
    }

    private void shows(String... products) {
        watch.shop.pages(Feed.of(products));
    }

    private List<String> polled(String... products) throws Exception {
        shows(products);
        return watch.told();
    }

    /** In, out and in again: the second restock is not told yet. */
    private void flapped() throws Exception {
        polled(OUT);
        assertThat(polled(IN)).containsExactly("RESTOCKED 1/11");
        assertThat(polled(OUT)).containsExactly("SOLD_OUT 1/11");
        watch.clock.advance(Duration.ofSeconds(10));
        assertThat(polled(IN)).isEmpty();
    }

    @Test
    void shouldTellHowThingsAreOnceTheCooldownIsOver() throws Exception {
        flapped();
        watch.clock.advance(Duration.ofSeconds(49));
        assertThat(watch.told()).isEmpty();
        watch.clock.advance(Duration.ofSeconds(1));
        List<Event> events = watch.events();
        assertThat(events).extracting(Event::subject).containsExactly("1/11");
        assertThat(Watch.data(events.getFirst()).sequence()).isEqualTo(3);
        assertThat(Watch.data(events.getFirst()).variant().available()).isTrue();
        assertThat(Watch.data(events.getFirst()).before().available()).isFalse();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
        assertThat(polled(OUT)).containsExactly("SOLD_OUT 1/11");
    }

    @Test
    void shouldCoolAgainAfterThat() throws Exception {
        flapped();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
        assertThat(polled(OUT)).containsExactly("SOLD_OUT 1/11");
        assertThat(polled(IN)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
    }

    @Test
    void shouldNotTellWhatCameAndWentMeanwhile() throws Exception {
        flapped();
        assertThat(polled(OUT)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellAnEdgeThatIsNotWithinItsCooldownAtOnce() throws Exception {
        flapped();
        watch.clock.advance(Duration.ofSeconds(50));
        assertThat(polled(OUT)).containsExactly("SOLD_OUT 1/11");
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldKeepWhatItOwesAcrossARestart() throws Exception {
        flapped();
        watch.restart();
        assertThat(watch.told()).as("not before the cooldown is over").isEmpty();
        watch.restart();
        watch.clock.advance(Duration.ofSeconds(50));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
        watch.restart();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).as("once").isEmpty();
        shows(OUT);
        List<Event> events = watch.events();
        assertThat(Watch.data(events.getFirst()).sequence()).isEqualTo(4);
    }

    @Test
    void shouldNotWaitForACooldownThatWasTakenAway() throws Exception {
        flapped();
        watch.restart(Watch.cooling(Duration.ZERO));
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldNotTellWhatNobodyAsksForAnyMore() throws Exception {
        flapped();
        watch.restart(Watch.selecting(EventSelection.SOLD_OUT));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellARestockWhereNobodyWasToldThatItHadSoldOut() throws Exception {
        watch.restart(Watch.cooling(COOLDOWN, EventSelection.RESTOCKED));
        polled(OUT);
        assertThat(polled(IN)).containsExactly("RESTOCKED 1/11");
        assertThat(polled(OUT)).isEmpty();
        assertThat(polled(IN)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).containsExactly("RESTOCKED 1/11");
    }

    @Test
    void shouldTellAPriceAgainstTheOneToldLast() throws Exception {
        polled(product(1, variant(11, true, "10.00")));
        assertThat(polled(product(1, variant(11, true, "9.00")))).hasSize(1);
        assertThat(polled(product(1, variant(11, true, "8.00")))).isEmpty();
        assertThat(polled(product(1, variant(11, true, "7.00")))).isEmpty();
        watch.clock.advance(COOLDOWN);
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(Watch.data(events.getFirst()).variant().price()).isEqualTo("7.00");
        assertThat(Watch.data(events.getFirst()).before()).isEqualTo(new Before(true, "9.00"));
    }

    @Test
    void shouldTellNothingOfAPriceThatIsAsItWasTold() throws Exception {
        polled(product(1, variant(11, true, "10.00")));
        assertThat(polled(product(1, variant(11, true, "9.00")))).hasSize(1);
        assertThat(polled(product(1, variant(11, true, "8.00")))).isEmpty();
        assertThat(polled(product(1, variant(11, true, "9.0")))).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellThatAProductIsGoneAfterAll() throws Exception {
        String other = product(2, variant(21, true, "1.00"));
        polled(IN, other);
        assertThat(polled(IN)).containsExactly("PRODUCT_REMOVED 2");
        assertThat(polled(IN, other)).containsExactly("PRODUCT_NEW 2");
        assertThat(polled(IN)).isEmpty();
        watch.restart();
        watch.clock.advance(COOLDOWN);
        List<Event> events = watch.events();
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().subject()).isEqualTo("2");
        assertThat(Watch.data(events.getFirst()).sequence()).isEqualTo(3);
        assertThat(Watch.data(events.getFirst()).product().title()).isNotNull();
        assertThat(polled(IN, other)).containsExactly("PRODUCT_NEW 2");
    }

    @Test
    void shouldTellThatAProductIsBackAfterAll() throws Exception {
        String other = product(2, variant(21, true, "1.00"));
        polled(IN);
        assertThat(polled(IN, other)).containsExactly("PRODUCT_NEW 2");
        assertThat(polled(IN)).containsExactly("PRODUCT_REMOVED 2");
        assertThat(polled(IN, other)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 2");
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellOfVariantsThatComeAndGoAfterAll() throws Exception {
        String both = product(1, variant(11, true, "5.00"), variant(12, true, "5.00"));
        polled(IN);
        assertThat(polled(both)).containsExactly("VARIANT_NEW 1/12");
        assertThat(polled(IN)).containsExactly("VARIANT_REMOVED 1/12");
        assertThat(polled(both)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).containsExactly("VARIANT_NEW 1/12");
        assertThat(polled(IN)).containsExactly("VARIANT_REMOVED 1/12");
        assertThat(polled(both)).isEmpty();
        assertThat(polled(IN)).isEmpty();
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldForgetWhatItOwesOfAProductThatIsGone() throws Exception {
        String other = product(2, variant(21, true, "1.00"));
        flapped();
        assertThat(polled(other)).contains("PRODUCT_REMOVED 1");
        watch.clock.advance(COOLDOWN);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldWaitForAPollThatIsGood() throws Exception {
        flapped();
        watch.clock.advance(COOLDOWN);
        watch.shop.answer(_ -> FakeShop.Answer.of(503, ""));
        assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        assertThat(polled(IN)).containsExactly("RESTOCKED 1/11");
    }
}
