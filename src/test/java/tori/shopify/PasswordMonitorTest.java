package tori.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tori.config.LockSelection;
import tori.model.Event;
import tori.model.EventType;
import tori.model.StoreAccess;
import tori.poll.FetchException;
import tori.poll.PollResult;
import tori.poll.PollResult.Cause;
import tori.shopify.FakeShop.Answer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Locked and unlocked, and everything that says neither. */
class PasswordMonitorTest {

    private static final String LIST = "/products.json";
    private static final URI PASSWORD = URI.create("https://shop.example/en/password");

    private Watch watch = Watch.door(LockSelection.LOCKED, LockSelection.UNLOCKED);
    private final Storefront store = new Storefront();

    private void opens() {
        watch.shop.answer(store.shows(LIST, "{\"products\":[]}"));
    }

    private void locks() {
        watch.shop.answer(store.answers(LIST, 401));
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
        locks();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.memory.records()).isEqualTo(1);
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }

    @Test
    void shouldTellBothEdgesWithHowLongItWas() throws Exception {
        opens();
        watch.poll();
        Instant opened = watch.clock.instant();
        watch.clock.advance(Duration.ofHours(3));
        locks();
        Event locked = watch.events().getFirst();
        assertThat(locked.type()).isEqualTo(EventType.STORE_LOCKED);
        assertThat(locked.type().wireName()).isEqualTo("tori.store.locked");
        assertThat(locked.subject()).isEqualTo("all");
        assertThat(locked.data())
                .isEqualTo(new StoreAccess("shop/all", 1, "https://shop.example", true, opened));
        Instant closed = watch.clock.instant();
        watch.clock.advance(Duration.ofMinutes(3));
        opens();
        Event unlocked = watch.events().getFirst();
        assertThat(unlocked.type().wireName()).isEqualTo("tori.store.unlocked");
        assertThat(unlocked.data())
                .isEqualTo(new StoreAccess("shop/all", 2, "https://shop.example", false, closed));
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellOnceWhatChangedWhileItWasDown() throws Exception {
        opens();
        watch.poll();
        locks();
        watch.restartProcess();
        assertThat(watch.told()).containsExactly("STORE_LOCKED all");
        watch.restartProcess();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellWhatIsSelectedAlone() throws Exception {
        watch = Watch.door(LockSelection.UNLOCKED);
        opens();
        watch.poll();
        locks();
        assertThat(watch.told()).isEmpty();
        opens();
        assertThat(watch.told()).containsExactly("STORE_UNLOCKED all");
    }

    @Test
    void shouldKnowALockedStoreByItsRedirect() throws Exception {
        opens();
        watch.poll();
        store.does(
                LIST,
                fetch -> {
                    throw FetchException.passwordPage("the store is behind its password page");
                });
        assertThat(watch.told()).containsExactly("STORE_LOCKED all");
        opens();
        assertThat(watch.told()).containsExactly("STORE_UNLOCKED all");
        store.answers(LIST, Answer.of(200, "<html>").from(PASSWORD));
        assertThat(watch.told()).containsExactly("STORE_LOCKED all");
    }

    @ParameterizedTest
    @CsvSource({
        "403, FORBIDDEN",
        "429, RATE_LIMITED",
        "430, BLOCKED",
        "500, SERVER_ERROR",
        "503, SERVER_ERROR",
        "402, UNEXPECTED_STATUS"
    })
    void shouldTellNothingOfAnAnswerThatSaysNothing(int status, Cause cause) throws Exception {
        locks();
        watch.poll();
        store.answers(LIST, status);
        assertThat(failure().cause()).isEqualTo(cause);
        assertThat(Storefront.asked(watch.shop, "/")).as("asks no further").isZero();
        locks();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTellNothingWhereNobodyAnswers() throws Exception {
        opens();
        watch.poll();
        for (Cause cause : List.of(Cause.TIMEOUT, Cause.DNS, Cause.TLS, Cause.REDIRECTED)) {
            store.does(
                    LIST,
                    fetch -> {
                        throw new FetchException(cause, "no answer", null);
                    });
            assertThat(failure().cause()).isEqualTo(cause);
        }
        opens();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldLookAtTheFrontPageOfAStoreThatPublishesNoList() throws Exception {
        store.answers(LIST, 404).shows("/", "<html><script>Shopify.theme = {}</script>");
        watch.shop.answer(store);
        assertThat(watch.told()).isEmpty();
        store.answers("/", Answer.of(200, "<html>").from(PASSWORD));
        assertThat(watch.told()).containsExactly("STORE_LOCKED all");
        store.shows(LIST, "<html>no list here")
                .shows("/", "<html><img src=\"//cdn.shopify.com/x.png\">");
        assertThat(watch.told()).containsExactly("STORE_UNLOCKED all");
        store.shows("/", "cdn.shopify.com <input value=\"storefront_password\">");
        assertThat(watch.told()).containsExactly("STORE_LOCKED all");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><title>Just a moment...</title>cdn.shopify.com",
                "<html><h1>Verifying your connection</h1>cdn.shopify.com",
                "<script>window._cf_chl_opt={}</script>cdn.shopify.com",
                "<html>this domain is for sale</html>",
                ""
            })
    void shouldTellNothingOfAChallengeOrAForeignPage(String page) throws Exception {
        locks();
        watch.poll();
        store.answers(LIST, 404).shows("/", page);
        boolean challenge = page.contains("cdn.shopify.com");
        assertThat(failure().cause()).isEqualTo(challenge ? Cause.CHALLENGE : Cause.NOT_JSON);
        locks();
        assertThat(watch.told()).isEmpty();
    }

    @Test
    void shouldTakeADamagedStateUpAfresh() throws Exception {
        opens();
        watch.poll();
        watch.memory.entries.put(1L, new byte[] {9, 9});
        locks();
        watch.restartProcess();
        assertThat(watch.told()).isEmpty();
        assertThat(watch.poll()).isInstanceOf(PollResult.Unchanged.class);
    }
}
