package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** What a reload leaves alone: the packaged daemon, reloaded while things happen. */
class ReloadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir private Path folder;
    private FeedServer store;
    private FeedServer other;
    private WebhookReceiver receiver;

    @BeforeEach
    void startServers() throws IOException {
        store = new FeedServer(Catalogues.of(true, false, true));
        other = new FeedServer(Catalogues.of(false, false, false, false, false, false));
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void stopServers() throws IOException {
        store.close();
        other.close();
        receiver.close();
    }

    private void writeConfig(String slow, String monitor) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 300ms, incident: off}
                destinations:
                  one: {type: file, path: one.jsonl}
                  two: {type: file, path: two.jsonl}
                  slow: {type: webhook, url: "%s", rate: {limit: 1, per: 2s}%s}
                sites:
                  - {name: box, url: "%s", monitors: [{name: all, type: shopify, %s}]}
                  - {name: far, url: "%s", monitors: [{name: all, type: shopify, notify: slow}]}
                """
                        .formatted(receiver.url(), slow, store.url(), monitor, other.url()));
    }

    private List<String> told(String file) throws IOException {
        return EventFile.told(folder.resolve(file));
    }

    /** Has the file read again, until tori has said so this many times. */
    private static void reload(ToriProcess tori, String words, int times) throws Exception {
        tori.signal("HUP");
        await().atMost(PATIENCE)
                .until(() ->
                        tori.stderr().stream().filter(line -> line.contains(words)).count()
                                >= times);
    }

    private void awaitPolls(int more) {
        int polls = store.polls() + more;
        await().atMost(PATIENCE).until(() -> store.polls() >= polls);
    }

    /**
     * What changes while nobody can look is found by whoever looks next, unless it is a baseline.
     */
    @Test
    void shouldGoOnFromTheSameStateWhoeverIsToldAndWhatever() throws Exception {
        String changed = "Reloaded: monitors changed [box/all]";
        writeConfig("", "notify: one");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.answer(503);
            awaitPolls(1);
            store.serve(Catalogues.of(true, true, true));
            writeConfig("", "notify: {to: two, events: [restocked, sold_out]}");
            reload(tori, changed, 1);
            store.answer(200);
            await().atMost(PATIENCE).until(() -> told("two.jsonl").size() == 1);
            store.answer(503);
            awaitPolls(1);
            store.serve(Catalogues.of(true, true, false));
            writeConfig("", "notify: two, match: {price: {max: 15}}, cooldown: 1s");
            reload(tori, changed, 2);
            store.answer(200);
            await().atMost(PATIENCE).until(() -> told("two.jsonl").size() == 2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(told("one.jsonl")).isEmpty();
        assertThat(told("two.jsonl"))
                .containsExactly(
                        "tori.variant.restocked 9000000001/8000000001",
                        "tori.variant.sold_out 9000000002/8000000002");
    }

    @Test
    void shouldKeepWhatWaitsForADestinationAndItsLimit() throws Exception {
        writeConfig("", "notify: one");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            await().atMost(PATIENCE).until(() -> other.polls() > 1);
            other.serve(Catalogues.of(true, true, true, true, true, true));
            await().atMost(PATIENCE).until(() -> !receiver.receipts().isEmpty());
            long begun = System.nanoTime();
            writeConfig(", queue: 128, max_age: 5m", "notify: one");
            reload(tori, "destinations changed [slow]", 1);
            await().atMost(PATIENCE).until(() -> receiver.receipts().size() == 6);
            // Five more, two seconds apart: the reload has brought no permit.
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isGreaterThan(Duration.ofSeconds(8));
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(receiver.receipts()).hasSize(6);
    }

    /** The process has a heap of 512 MiB; comments count as if they were sites. */
    @Test
    void shouldRefuseAFileThatTheHeapHasNoRoomForAndGoOn() throws Exception {
        writeConfig("", "notify: one");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            Files.writeString(
                    folder.resolve("config.yaml"),
                    ("# " + "-".repeat(97) + "\n").repeat(120_000),
                    StandardOpenOption.APPEND);
            reload(tori, "MiB of heap beside what tori uses", 1);
            awaitPolls(2);
            writeConfig("", "notify: two");
            reload(tori, "Reloaded: monitors changed [box/all]", 1);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }
}
