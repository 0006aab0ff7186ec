package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A noisy store and a quiet one that share a channel: the packaged daemon. */
class FairSharingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOISY_PRODUCTS = 100;
    private static final int QUIET_PRODUCTS = 6;

    @TempDir private Path folder;
    private FeedServer noisy;
    private FeedServer quiet;
    private WebhookReceiver receiver;

    @BeforeEach
    void startServers() throws IOException {
        noisy = new FeedServer(all(NOISY_PRODUCTS, false));
        quiet = new FeedServer(all(QUIET_PRODUCTS, false));
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void stopServers() throws IOException {
        noisy.close();
        quiet.close();
        receiver.close();
    }

    private static JsonNode all(int products, boolean available) {
        boolean[] flags = new boolean[products];
        Arrays.fill(flags, available);
        return Catalogues.of(flags);
    }

    private List<String> sources() {
        return receiver.receipts().stream()
                .map(receipt -> receipt.event().at("/source").asText())
                .toList();
    }

    private static void awaitPoll(FeedServer store) {
        int polls = store.polls();
        await().atMost(PATIENCE).until(() -> store.polls() > polls + 1);
    }

    @Test
    void shouldNotLetANoisyStoreStarveAQuietOneAndSayWhatWasDropped() throws Exception {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 200ms, notify: channel}
                destinations:
                  channel:
                    type: webhook
                    url: "%s"
                    queue: 32
                    rate: {limit: 8, per: 2s}
                sites:
                  - {name: noisy, url: "%s", monitors: [{name: all, type: shopify}]}
                  - {name: quiet, url: "%s", monitors: [{name: all, type: shopify}]}
                """
                        .formatted(receiver.url(), noisy.url(), quiet.url()));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPoll(noisy);
            awaitPoll(quiet);
            boolean available = true;
            noisy.serve(all(NOISY_PRODUCTS, true));
            awaitPoll(noisy);
            quiet.serve(all(QUIET_PRODUCTS, true));
            while (quietReceipts() < QUIET_PRODUCTS) {
                available = !available;
                noisy.serve(all(NOISY_PRODUCTS, available));
                awaitPoll(noisy);
            }
            await().atMost(PATIENCE).until(() -> sources().contains("/tori/digest"));
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        List<String> sources = sources();
        List<String> shared =
                sources.subList(
                        sources.indexOf("/quiet/all"), sources.lastIndexOf("/quiet/all") + 1);
        // They take turns; some requests are under way at once and may arrive in another order.
        assertThat(shared).hasSizeLessThan(3 * QUIET_PRODUCTS);
        assertThat(sources).filteredOn("/tori/digest"::equals).hasSize(1);
        assertThat(receiver.receipts().getLast().event().at("/data/text").asText())
                .containsPattern("^[0-9]+ older events were dropped ");
    }

    private long quietReceipts() {
        return sources().stream().filter("/quiet/all"::equals).count();
    }
}
