package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class StorePagesTest {

    private final SettableClock clock = new SettableClock();
    private final StoreFleet fleet = new StoreFleet(2, 1);
    private final List<String> shown = new ArrayList<>();
    private final StorePages pages =
            new StorePages(
                    fleet,
                    new StorePages.Shown() {
                        @Override
                        public void serving(
                                int store, long variant, boolean available, long nowNanos) {
                            shown.add("serving " + store + " " + available);
                        }

                        @Override
                        public void served(long variant, boolean available, long nowNanos) {
                            shown.add("served " + available);
                        }
                    },
                    clock);

    private Reply poll(int store, String etag) {
        Request request = new Request("/s" + store + "/products.json?limit=250&page=1", 0);
        request.etag = etag;
        Reply reply = Objects.requireNonNull(pages.answer(request));
        reply.written.run();
        return reply;
    }

    private static String etag(Reply reply) {
        return reply.headers.replaceAll("(?s).*ETag: (\\S+).*", "$1");
    }

    @Test
    void shouldAnswer304UntilSomethingChanges() {
        Reply first = poll(0, "");
        assertThat(first.status).isEqualTo("200 OK");
        assertThat(poll(0, etag(first)).status).startsWith("304");
        fleet.flip(0, (variant, available, nowNanos) -> {}, 1);

        Reply changed = poll(0, etag(first));

        assertThat(changed.status).isEqualTo("200 OK");
        assertThat(new String(changed.body, StandardCharsets.UTF_8))
                .isNotEqualTo(new String(first.body, StandardCharsets.UTF_8));
        assertThat(shown).containsExactly("serving 0 false", "served false");
        assertThat(pages.polls()).isEqualTo(3);
        assertThat(pages.unchanged()).isOne();
    }

    @Test
    void shouldNotAnswer304WhereAPageIsAsItWasBefore() {
        Reply first = poll(0, "");
        for (int i = 0; i < 2 * fleet.variants(); i++) {
            fleet.flip(i, (variant, available, nowNanos) -> {}, 1);
        }

        assertThat(poll(0, etag(first)).status).isEqualTo("200 OK");
        assertThat(shown).hasSize(2 * 2 * StoreFleet.VARIANTS);
    }

    @Test
    void shouldHaveOnePageAndNoOtherStores() {
        Reply second = pages.answer(new Request("/s1/products.json?limit=250&page=2", 0));

        assertThat(Objects.requireNonNull(second).body).hasSizeLessThan(20);
        assertThat(pages.answer(new Request("/s2/products.json?limit=250", 0))).isNull();
        assertThat(pages.answer(new Request("/notices", 0))).isNull();
        assertThat(pages.polls()).isZero();
    }
}
