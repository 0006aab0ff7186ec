package tori.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import okhttp3.HttpUrl;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.RedirectPolicy;

import java.util.Objects;

class RedirectStepTest {

    private static RedirectStep at(String url, String method) {
        return new RedirectStep(HttpUrl.get(url), method, true, true, 0);
    }

    private static RedirectStep next(RedirectStep from, int status, String location)
            throws RedirectException {
        return Objects.requireNonNull(from.next(status, location, RedirectPolicy.FOLLOW));
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET, false",
        "302, POST, GET, false",
        "303, PUT, GET, false",
        "307, POST, POST, true",
        "308, PUT, PUT, true",
        "301, HEAD, HEAD, true",
        "303, HEAD, HEAD, true"
    })
    void shouldChangeTheMethodAsBrowsersDo(int status, String method, String then, boolean body)
            throws Exception {
        RedirectStep next = next(at("https://a.test/", method), status, "/b");
        assertThat(next.method()).isEqualTo(then);
        assertThat(next.withBody()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.test/, /b, true",
        "https://a.test/, https://A.TEST/b, true",
        "http://a.test/, https://a.test/b, true",
        "https://a.test/, http://a.test/b, false",
        "http://a.test:8080/, https://a.test/b, false",
        "https://a.test/, https://a.test:8443/b, false",
        "https://a.test/, https://b.test/, false",
        "https://a.test/, https://a.test.evil.test/, false",
        "https://a.test/, //b.test/, false"
    })
    void shouldKnowItsOwnOrigin(String from, String to, boolean own) throws Exception {
        assertThat(next(at(from, "GET"), 302, to).own()).isEqualTo(own);
    }

    @Test
    void shouldNeverComeHome() throws Exception {
        RedirectStep away = next(at("https://a.test/", "GET"), 302, "https://b.test/");
        assertThat(next(away, 302, "https://a.test/").own()).isFalse();
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        assertThatThrownBy(() -> next(at("https://a.test/", "GET"), 302, "mailto:me@b.test"))
                .isInstanceOf(RedirectException.class);
    }

    @Property
    void shouldTakeOnlyRedirectsForRedirects(@ForAll @IntRange(min = 100, max = 599) int status)
            throws Exception {
        RedirectStep from = at("https://a.test/", "GET");
        boolean redirect =
                status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
        assertThat(from.next(status, "/b", RedirectPolicy.FOLLOW) != null).isEqualTo(redirect);
        assertThat(from.next(status, "/b", RedirectPolicy.SAME_HOST) != null).isEqualTo(redirect);
        assertThat(from.next(status, "https://b.test/", RedirectPolicy.SAME_HOST)).isNull();
        assertThat(from.next(status, "/b", RedirectPolicy.NONE)).isNull();
        assertThat(from.next(status, null, RedirectPolicy.FOLLOW)).isNull();
    }
}
