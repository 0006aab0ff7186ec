package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.variant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Shortcut;
import tori.shopify.FakeShop.Answer;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Pages, their shifts, and answers that are no page. */
class PagesTest {

    private static final String NONE = "{\"products\":[]}";

    private final Watch watch = new Watch();

    private PollResult.Failed failure() throws Exception {
        PollResult result = watch.poll();
        assertThat(result).isInstanceOf(PollResult.Failed.class);
        return (PollResult.Failed) result;
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORISED",
        "403, FORBIDDEN",
        "404, NOT_FOUND",
        "410, NOT_FOUND",
        "429, RATE_LIMITED",
        "430, BLOCKED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR",
        "204, UNEXPECTED_STATUS",
        "304, UNEXPECTED_STATUS",
        "402, UNEXPECTED_STATUS"
    })
    void shouldTellFailuresApart(int status, Cause cause) throws Exception {
        watch.shop.answer(fetch -> Answer.of(status, NONE));
        assertThat(failure().cause()).isEqualTo(cause);
    }

    @Test
    void shouldSayHowLongTheStoreAsksToBeLeftAlone() throws Exception {
        Answer tooMany = Answer.of(429, "");
        watch.shop.answer(fetch -> tooMany.with("Retry-After", "7"));
        assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(7));
        watch.shop.answer(fetch -> tooMany.with("Retry-After", "2.0"));
        assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(2));
        watch.shop.answer(fetch -> tooMany.with("Retry-After", "Thu, 1 Jan 2026 00:01:30 GMT"));
        assertThat(failure().retryAfter()).isEqualTo(Duration.ofSeconds(90));
        watch.shop.answer(fetch -> tooMany.with("Retry-After", "Wed, 31 Dec 2025 00:00:00 GMT"));
        assertThat(failure().retryAfter()).isZero();
        watch.shop.answer(fetch -> tooMany.with("Retry-After", "soon"));
        assertThat(failure().retryAfter()).isNull();
    }

    @Test
    void shouldSayWhatIsWrongWithABody() throws Exception {
        Map<String, String> words =
                Map.of(
                        "<!DOCTYPE html><html></html>",
                        "HTML",
                        "  ",
                        "empty",
                        "[]",
                        "not a JSON object",
                        "{\"product\":{}}",
                        "no list of \"products\"",
                        "{\"products\":null}",
                        "not a list",
                        "{\"products\":[{\"id\":\"1\"}]}",
                        "no numeric id",
                        "{\"products\":[{\"id\":1,\"variants\":[{}]}]}",
                        "variant has no numeric id",
                        "{\"products\":[{\"id\":1}",
                        "ends in the middle",
                        NONE + "x",
                        "follows the end");
        for (Map.Entry<String, String> entry : words.entrySet()) {
            watch.shop.pages(entry.getKey());
            PollResult.Failed failed = failure();
            assertThat(failed.cause()).isEqualTo(Cause.NOT_JSON);
            assertThat(failed.detail()).contains(entry.getValue());
        }
    }

    @Test
    void shouldPassOnWhatTheTransportSays() throws Exception {
        watch.shop.answer(fetch -> {
            throw new FetchException(Cause.DNS, "no such host", null);
        });
        assertThat(failure()).isEqualTo(new PollResult.Failed(Cause.DNS, "no such host"));
        Duration pause = Duration.ofSeconds(25);
        watch.shop.answer(fetch -> {
            throw FetchException.leftAlone("asked to be left alone", pause);
        });
        assertThat(failure().retryAfter()).isEqualTo(pause);
    }

    @Test
    void shouldRecogniseThePasswordPage() throws Exception {
        URI password = URI.create("https://shop.example/password");
        watch.shop.answer(fetch -> Answer.of(200, "<html>").from(password));
        PollResult.Failed failed = failure();
        assertThat(failed.cause()).isEqualTo(Cause.UNAUTHORISED);
        assertThat(failed.detail()).isEqualTo("the store is behind its password page");
    }

    @Test
    void shouldFailAsAWholeWhereOnePageFails() throws Exception {
        watch.shop.pages(Feed.range(1, 251), Feed.range(251, 300));
        watch.poll();
        watch.shop.answer(fetch ->
                FakeShop.page(fetch) == 1
                        ? Answer.of(200, Feed.range(1, 251, false))
                        : Answer.of(502, ""));
        assertThat(failure().cause()).isEqualTo(Cause.SERVER_ERROR);
        watch.shop.pages(Feed.range(1, 251), Feed.range(251, 300));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldAskOnAfterAFullPageOnly() throws Exception {
        watch.shop.pages(Feed.range(1, 250));
        watch.poll();
        assertThat(watch.shop.asked).hasSize(1);
        watch.shop.pages(Feed.range(1, 251));
        watch.poll();
        assertThat(watch.shop.asked).hasSize(3);
    }

    @Test
    void shouldNotTakeARepeatedPageForTheEnd() throws Exception {
        watch.shop.answer(fetch ->
                FakeShop.page(fetch) == 1
                        ? Answer.of(200, Feed.range(1, 251))
                        : Answer.of(200, Feed.range(251, 301)));
        watch.poll();
        watch.shop.answer(fetch -> Answer.of(200, Feed.range(1, 251)));
        assertThat(watch.told()).isEmpty();
        assertThat(watch.told()).isEmpty();
        watch.shop.answer(fetch ->
                FakeShop.page(fetch) == 1
                        ? Answer.of(200, Feed.range(1, 251))
                        : Answer.of(200, Feed.range(251, 301)));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldNotTakeOneRepetitionForTheBaseline() throws Exception {
        watch.shop.answer(fetch -> Answer.of(200, Feed.range(1, 251)));
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        watch.shop.answer(fetch ->
                FakeShop.page(fetch) == 1
                        ? Answer.of(200, Feed.range(1, 251))
                        : Answer.of(200, Feed.range(251, 301)));
        assertThat(watch.told()).isEmpty();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(300);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldNotKnowEverMoreOfAListWithoutEnd() throws Exception {
        AtomicInteger next = new AtomicInteger();
        watch.shop.answer(fetch -> {
            int first = next.getAndAdd(250);
            return Answer.of(200, Feed.range(first, first + 250));
        });
        watch.poll();
        watch.poll();
        assertThat(watch.poll())
                .isInstanceOfSatisfying(
                        PollResult.Failed.class,
                        failed -> assertThat(failed.cause()).isEqualTo(PollResult.Cause.TOO_LARGE));
    }

    @Test
    void shouldEndWhereTheServerIgnoresThePage() throws Exception {
        watch.shop.answer(fetch -> Answer.of(200, Feed.range(1, 251)));
        watch.poll();
        assertThat(watch.shop.asked).hasSize(2);
        watch.poll();
        assertThat(watch.monitor.lastLook().products()).isEqualTo(250);
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldStopWhereShopifyStops() throws Exception {
        watch.shop.answer(fetch -> {
            int first = FakeShop.page(fetch) * 250;
            return Answer.of(200, Feed.range(first, first + 250));
        });
        watch.poll();
        assertThat(watch.shop.asked).hasSize(100);
        // Beyond the last page that may be asked for, missing is not gone.
        watch.shop.answer(fetch -> {
            int first = FakeShop.page(fetch) * 250 - 3;
            return Answer.of(200, Feed.range(first, first + 250));
        });
        assertThat(watch.told())
                .containsExactly("PRODUCT_NEW 247", "PRODUCT_NEW 248", "PRODUCT_NEW 249");
    }

    @Test
    void shouldNotTakeAShiftOfThePagesForARemoval() throws Exception {
        watch.shop.pages(Feed.range(1, 251), Feed.range(251, 300));
        watch.poll();
        // Product 1 is removed between the two requests: 251 slides to page 1 unseen.
        Deque<String> answers =
                new ArrayDeque<>(
                        List.of(
                                Feed.range(1, 251),
                                Feed.range(252, 300),
                                Feed.range(2, 252),
                                Feed.range(252, 300)));
        watch.shop.answer(fetch -> Answer.of(200, answers.removeFirst()));
        assertThat(watch.told()).isEmpty();
        assertThat(answers).isEmpty();
        watch.shop.pages(Feed.range(2, 252), Feed.range(252, 300));
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 1");
    }

    @Test
    void shouldTakeAProductOnTwoPagesForOne() throws Exception {
        watch.shop.pages(Feed.range(1, 251), Feed.range(251, 300));
        watch.poll();
        watch.shop.pages(Feed.range(0, 250), Feed.range(249, 300));
        assertThat(watch.told()).containsExactly("PRODUCT_NEW 0");
        assertThat(watch.monitor.lastLook().products()).isEqualTo(300);
    }

    @Test
    void shouldBelieveThePagesTheStoreCallsUnmodified() throws Exception {
        String[] bodies = {Feed.range(1, 251), Feed.range(251, 300)};
        String[] etags = {"\"a\"", "\"b\""};
        watch.shop.answer(fetch -> {
            int page = FakeShop.page(fetch) - 1;
            return etags[page].equals(fetch.etag())
                    ? Answer.of(304, "")
                    : Answer.of(200, bodies[page]).with("ETag", etags[page]);
        });
        watch.poll();
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.NOT_MODIFIED));
        assertThat(watch.meters.count("page:not_modified")).isEqualTo(2);
        assertThat(watch.monitor.lastLook().products()).isEqualTo(299);
        bodies[1] = Feed.range(251, 299);
        etags[1] = "\"c\"";
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 299");
        // What a failed poll saw is asked for again.
        bodies[0] = "{";
        etags[0] = "\"d\"";
        assertThat(watch.poll()).isInstanceOf(PollResult.Failed.class);
        bodies[0] = Feed.range(1, 251, false);
        assertThat(watch.poll()).isInstanceOf(PollResult.Doubted.class);
        assertThat(watch.told()).hasSize(250);
    }

    /** A page that is as it was need not show what is known: another may have had the last word. */
    @Test
    void shouldReadAPageAgainOfWhichAnotherSaidSomethingElse() throws Exception {
        String[] bodies = {page(1, 251, 7, false), page(251, 300, 0, false)};
        String[] etags = {"\"a\"", "\"b\""};
        withEtags(bodies, etags);
        watch.poll();
        bodies[0] = page(1, 251, 7, true);
        etags[0] = "\"c\"";
        bodies[1] = page(251, 300, 7, false);
        etags[1] = "\"d\"";
        assertThat(watch.told()).as("the last page holds").isEmpty();
        bodies[1] = page(251, 300, 0, false);
        etags[1] = "\"e\"";
        assertThat(watch.told()).containsExactly("RESTOCKED 7/70");
        assertThat(watch.told()).isEmpty();
        assertThat(watch.poll()).isEqualTo(new PollResult.Unchanged(Shortcut.NOT_MODIFIED));
    }

    @Test
    void shouldLetAPageThatIsAsItWasOverruleAnEarlierOne() throws Exception {
        String[] bodies = {page(1, 251, 0, true), page(251, 300, 7, true)};
        bodies[0] =
                bodies[0].replace(
                        product(7, variant(70, true, "5.00")),
                        product(400, variant(4000, true, "5.00")));
        String[] etags = {"\"a\"", "\"b\""};
        withEtags(bodies, etags);
        watch.poll();
        bodies[0] = page(1, 251, 7, false);
        etags[0] = "\"c\"";
        assertThat(watch.told()).doesNotContain("SOLD_OUT 7/70");
    }

    /** Available products from an id to another, of which one, moved or not, is as given. */
    private static String page(int from, int to, int special, boolean available) {
        String range = Feed.range(from, to);
        if (special == 0) {
            return range;
        }
        String own = product(special, variant(special * 10L, available, "5.00"));
        return special >= from && special < to
                ? range.replace(product(special, variant(special * 10L, true, "5.00")), own)
                : range.replace("{\"products\":[", "{\"products\":[" + own + ",");
    }

    private void withEtags(String[] bodies, String[] etags) {
        watch.shop.answer(fetch -> {
            int page = FakeShop.page(fetch) - 1;
            return etags[page].equals(fetch.etag())
                    ? Answer.of(304, "")
                    : Answer.of(200, bodies[page]).with("ETag", etags[page]);
        });
    }

    @Test
    void shouldNotBelieveTheEmptyListOfAnUnknownCollection() throws Exception {
        watch.restart(Watch.collection("boots"));
        int[] status = {200};
        String[] list = {Feed.of(product(1, variant(11, true, "1.00")))};
        watch.shop.answer(fetch ->
                fetch.uri().getPath().equals("/collections/boots.json")
                        ? Answer.of(status[0], "{\"collection\":{}}")
                        : Answer.of(200, list[0]));
        watch.poll();
        assertThat(watch.shop.asked).hasSize(1);
        list[0] = NONE;
        status[0] = 404;
        PollResult.Failed failed = failure();
        assertThat(failed.cause()).isEqualTo(Cause.NOT_FOUND);
        assertThat(failed.detail()).contains("boots");
        status[0] = 500;
        assertThat(failure().cause()).isEqualTo(Cause.SERVER_ERROR);
        status[0] = 200;
        assertThat(watch.told()).containsExactly("PRODUCT_REMOVED 1");
        int asked = watch.shop.asked.size();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.shop.asked).hasSize(asked + 1);
    }
}
