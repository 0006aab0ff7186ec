package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.shopify.FakeShop.Answer;

import java.net.URI;

/** What stands in a store's place, told apart. */
class FailuresTest {

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SHOPIFYS =
            "<!doctype html><head><link href=\"//cdn.shopify.com/s/a.css\"></head>";

    private final Watch watch = new Watch();

    private PollResult.Failed failure(Answer answer) throws Exception {
        watch.shop.answer(fetch -> answer);
        PollResult result = watch.poll();
        assertThat(result).isInstanceOf(PollResult.Failed.class);
        return (PollResult.Failed) result;
    }

    private static Answer page(int status, String body) {
        return Answer.of(status, body).with("Content-Type", HTML);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 503})
    void shouldRecogniseAChallengeByItsPage(int status) throws Exception {
        PollResult.Failed failed =
                failure(page(status, "<!DOCTYPE html><html><title>Just a moment...</title>"));
        assertThat(failed.cause()).isEqualTo(Cause.CHALLENGE);
        assertThat(failed.detail())
                .isEqualTo("the store asks whether we are a person (" + status + ")");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 403, 429, 503})
    void shouldRecogniseAChallengeByItsHeader(int status) throws Exception {
        Answer answer = Answer.of(status, "").with("cf-mitigated", "challenge");
        assertThat(failure(answer).cause()).isEqualTo(Cause.CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><script>window._cf_chl_opt={}</script>",
                "<html><title>Verifying your connection...</title>",
                "<html>Your connection needs to be verified before you can proceed",
                "<html><div id=\"px-captcha\"></div>",
                "<html><script src=\"https://ct.captcha-delivery.com/c.js\"></script>"
            })
    void shouldRecogniseAChallengeThatCallsItselfGood(String body) throws Exception {
        assertThat(failure(Answer.of(200, body)).cause()).isEqualTo(Cause.CHALLENGE);
    }

    @ParameterizedTest
    @CsvSource({"403, FORBIDDEN", "429, RATE_LIMITED", "503, SERVER_ERROR"})
    void shouldNotTakeAnyPageForAChallenge(int status, Cause cause) throws Exception {
        assertThat(failure(page(status, "<html>no</html>")).cause()).isEqualTo(cause);
    }

    @Test
    void shouldRecogniseAPasswordPageWhereItIsShownInPlace() throws Exception {
        String body = SHOPIFYS + "x".repeat(9_000) + "<form id=\"storefront_password\">";
        assertThat(failure(Answer.of(200, body)).cause()).isEqualTo(Cause.UNAUTHORISED);
    }

    @Test
    void shouldSayWhereAStoreHasMovedTo() throws Exception {
        URI home = URI.create("https://parking.example/lander");
        PollResult.Failed failed = failure(Answer.of(200, "<html>For sale").from(home));
        assertThat(failed.cause()).isEqualTo(Cause.MOVED);
        assertThat(failed.detail())
                .isEqualTo(
                        "the address leads to parking.example, which is not the store: it may have"
                                + " moved");
        assertThat(failure(Answer.of(404, "").from(home)).cause()).isEqualTo(Cause.MOVED);
        assertThat(failure(Answer.of(200, SHOPIFYS).from(home)).cause()).isEqualTo(Cause.MOVED);
    }

    @Test
    void shouldNotTakeAStoresOwnDomainForAMove() throws Exception {
        URI same = URI.create("https://new.example/products.json?limit=250&page=1");
        PollResult.Failed absent = failure(Answer.of(404, "").from(same));
        assertThat(absent.cause()).isEqualTo(Cause.NOT_FOUND);
        assertThat(absent.detail()).contains("at new.example, where the address leads");
        assertThat(failure(Answer.of(200, SHOPIFYS).from(same)).cause()).isEqualTo(Cause.NOT_JSON);
        URI www = URI.create("https://www.shop.example/elsewhere");
        assertThat(failure(Answer.of(200, "<html>").from(www)).cause()).isEqualTo(Cause.NOT_JSON);
    }

    @Test
    void shouldSayWhetherAPageIsShopifysAtAll() throws Exception {
        assertThat(failure(Answer.of(200, SHOPIFYS)).detail()).isEqualTo(Failures.WEB_PAGE);
        assertThat(failure(Answer.of(200, "<html>It works!")).detail())
                .isEqualTo(Failures.WEB_PAGE + ", and not one of a Shopify store");
    }

    @ParameterizedTest
    @CsvSource({
        "402, frozen",
        "423, locked",
        "430, what it takes for a bot",
        "404, there is no list of products here"
    })
    void shouldSayWhatShopifysOwnStatusMeans(int status, String words) throws Exception {
        assertThat(failure(Answer.of(status, "")).detail()).contains(words);
    }

    @Test
    void shouldSayThatShopifyKnowsNoSuchShop() throws Exception {
        PollResult.Failed failed =
                failure(page(404, "<html>Sorry, this shop is currently unavailable."));
        assertThat(failed.cause()).isEqualTo(Cause.NOT_FOUND);
        assertThat(failed.detail()).isEqualTo("Shopify knows no shop at this address (404)");
    }
}
