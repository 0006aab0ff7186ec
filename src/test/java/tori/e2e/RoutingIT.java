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
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Who is told what, when, and by whom instead: the packaged daemon against local servers. */
class RoutingIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir private Path folder;
    private FeedServer store;
    private WebhookReceiver receiver;

    @BeforeEach
    void startServers() throws IOException {
        store = new FeedServer(Catalogues.of(true, false, true));
        receiver = new WebhookReceiver();
    }

    @AfterEach
    void stopServers() throws IOException {
        store.close();
        receiver.close();
    }

    private void writeConfig(String destinations, String notify) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 200ms}
                destinations:
                %s
                sites:
                  - name: box
                    url: %s
                    monitors:
                      - {name: all, type: shopify, notify: %s}
                """
                        .formatted(destinations.indent(2).stripTrailing(), store.url(), notify));
    }

    private void awaitPolls(int more) {
        int polls = store.polls() + more;
        await().atMost(PATIENCE).until(() -> store.polls() >= polls);
    }

    private List<JsonNode> lines(String file) throws IOException {
        return EventFile.read(folder.resolve(file));
    }

    private List<String> types(String file) throws IOException {
        return lines(file).stream().map(event -> event.get("type").asText()).toList();
    }

    private void awaitLines(String file, int count) {
        await().atMost(PATIENCE).until(() -> lines(file).size() >= count);
    }

    private static void end(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    @Test
    void shouldTellEachDestinationWhatItWants() throws Exception {
        writeConfig(
                """
                main: {type: file, path: main.jsonl}
                vip: {type: file, path: vip.jsonl}
                dear: {type: file, path: dear.jsonl}
                """,
                "[main, {to: vip, events: [restocked], match: {price: {max: 50}}},"
                        + " {to: [dear, vip], events: sold_out, match: {price: {min: 50}}}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(false, true, true));
            awaitLines("main.jsonl", 2);
            awaitLines("vip.jsonl", 1);
            awaitPolls(2);
            end(tori);
        }
        assertThat(types("main.jsonl"))
                .containsExactlyInAnyOrder("tori.variant.restocked", "tori.variant.sold_out");
        assertThat(types("vip.jsonl")).containsExactly("tori.variant.restocked");
        assertThat(lines("dear.jsonl")).isEmpty();
    }

    @Test
    void shouldHoldBackInQuietHoursAndTellAfterwardsInOneMessage() throws Exception {
        LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        writeConfig(
                """
                sleeper:
                  type: file
                  path: sleeper.jsonl
                  quiet: {from: "%s", to: "%s", zone: UTC}
                awake: {type: file, path: awake.jsonl}
                """
                        .formatted(hms(now.minusHours(1)), hms(now.plusSeconds(20))),
                "[sleeper, awake]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines("awake.jsonl", 1);
            store.serve(Catalogues.of(false, true, true));
            awaitLines("awake.jsonl", 2);
            assertThat(lines("sleeper.jsonl")).isEmpty();
            awaitLines("sleeper.jsonl", 1);
            store.serve(Catalogues.of(true, true, true));
            awaitLines("sleeper.jsonl", 2);
            end(tori);
        }
        assertThat(types("sleeper.jsonl")).containsExactly("tori.notice", "tori.variant.restocked");
        assertThat(lines("sleeper.jsonl").getFirst().at("/data/text").asText())
                .startsWith("In the quiet hours")
                .contains("there were 2 events: 1 restocked, 1 sold out")
                .contains("box/all  Product 1 · One size · 10.00");
    }

    private void writeQuiet(String quiet) throws IOException {
        writeConfig(
                """
                sleeper:
                  type: file
                  path: sleeper.jsonl
                  %s
                awake: {type: file, path: awake.jsonl}
                """
                        .formatted(quiet),
                "[sleeper, awake]");
    }

    private static String aroundNow() {
        LocalTime now = LocalTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        return "quiet: {from: \"%s\", to: \"%s\", zone: UTC}"
                .formatted(hms(now.minusHours(1)), hms(now.plusHours(1)));
    }

    @Test
    void shouldTellAfterwardsWhatWasHeldBackBeforeACrash() throws Exception {
        writeQuiet(aroundNow());
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines("awake.jsonl", 1);
            awaitPolls(2);
            tori.signal("KILL");
            tori.awaitExit();
        }
        assertThat(lines("sleeper.jsonl")).isEmpty();
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            assertThat(lines("sleeper.jsonl")).isEmpty();
            writeQuiet("");
            tori.signal("HUP");
            awaitLines("sleeper.jsonl", 1);
            end(tori);
        }
        assertThat(types("sleeper.jsonl")).containsExactly("tori.notice");
        assertThat(lines("sleeper.jsonl").getFirst().at("/data/text").asText())
                .contains("there was 1 event: 1 restocked");
    }

    @Test
    void shouldTellOnceWhatWasHeldBackBeforeAStop() throws Exception {
        writeQuiet(aroundNow());
        for (int run = 0; run < 3; run++) {
            try (ToriProcess tori = ToriProcess.start(folder)) {
                awaitPolls(2);
                store.serve(Catalogues.of(true, true, true));
                awaitLines("awake.jsonl", 1);
                awaitPolls(2);
                end(tori);
            }
        }
        assertThat(types("sleeper.jsonl")).containsExactly("tori.notice");
    }

    private static String hms(LocalTime time) {
        return time.plusNanos(0).toString().length() == 5 ? time + ":00" : time.toString();
    }

    @Test
    void shouldFailOverAndReturn() throws Exception {
        receiver.answer(WebhookReceiver.Answer.DOWN);
        writeConfig(
                """
                main: {type: webhook, url: "%s", failover: backup}
                backup: {type: file, path: backup.jsonl}
                """
                        .formatted(receiver.url()),
                "main");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines("backup.jsonl", 1);
            int tried = receiver.receipts().size();
            assertThat(tried).isPositive();
            receiver.answer(WebhookReceiver.Answer.TAKE);
            boolean[] available = {true};
            await().atMost(PATIENCE)
                    .until(() -> {
                        available[0] = !available[0];
                        store.serve(Catalogues.of(true, true, available[0]));
                        awaitPolls(2);
                        return taken() >= 3;
                    });
            int before = lines("backup.jsonl").size();
            store.serve(Catalogues.of(false, true, available[0]));
            int taken = taken();
            await().atMost(PATIENCE).until(() -> taken() > taken);
            assertThat(lines("backup.jsonl")).hasSize(before);
            end(tori);
        }
    }

    private int taken() {
        return (int) receiver.receipts().stream().filter(WebhookReceiver.Receipt::taken).count();
    }

    @Test
    void shouldReportADeletedWebhookThroughAnotherDestination() throws Exception {
        receiver.answer(WebhookReceiver.Answer.GONE);
        writeConfig(
                """
                main: {type: webhook, url: "%s"}
                other: {type: file, path: other.jsonl}
                beside: {type: file, path: beside.jsonl}
                """
                        .formatted(receiver.url()),
                "[main, {to: beside, events: price_drop}]");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines("beside.jsonl", 1);
            store.serve(Catalogues.of(false, true, true));
            awaitPolls(3);
            end(tori);
        }
        assertThat(types("beside.jsonl")).containsExactly("tori.delivery.failed");
        assertThat(lines("beside.jsonl").getFirst().at("/data/text").asText())
                .startsWith("main is gone: ");
        assertThat(lines("other.jsonl")).isEmpty();
        assertThat(receiver.receipts()).hasSize(1);
    }

    @Test
    void shouldReportADeletedWebhookToPeopleBeforeAFile() throws Exception {
        receiver.answer(WebhookReceiver.Answer.GONE);
        try (WebhookReceiver people = new WebhookReceiver()) {
            writeConfig(
                    """
                    main: {type: webhook, url: "%s"}
                    beside: {type: file, path: beside.jsonl}
                    people: {type: webhook, url: "%s"}
                    """
                            .formatted(receiver.url(), people.url()),
                    "[main, {to: beside, events: price_drop}]");
            try (ToriProcess tori = ToriProcess.start(folder)) {
                awaitPolls(2);
                store.serve(Catalogues.of(true, true, true));
                await().atMost(PATIENCE).until(() -> !people.receipts().isEmpty());
                end(tori);
            }
            assertThat(people.receipts().getFirst().event().at("/data/text").asText())
                    .startsWith("main is gone: ");
        }
        assertThat(lines("beside.jsonl")).isEmpty();
    }
}
