package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.e2e.WebhookReceiver.Answer;
import tori.e2e.WebhookReceiver.Receipt;
import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The guaranteed lane of the packaged daemon against receivers that behave well and badly. */
class GuaranteedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private WebhookReceiver receiver;
    private int port;
    private ToriApi api;

    @BeforeEach
    void startReceiver() throws IOException {
        receiver = new WebhookReceiver();
        port = FreePort.choose();
        api = new ToriApi(port);
        writeConfig("");
    }

    @AfterEach
    void stopReceiver() throws IOException {
        api.close();
        receiver.close();
    }

    @Test
    void shouldSendAgainAfterAKillWhatWasUnderWay() throws Exception {
        receiver.answer(Answer.HANG);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            awaitReceipts(1);
            tori.close();
        }
        receiver.answer(Answer.TAKE);
        try (ToriProcess tori = start()) {
            awaitTexts("a1");
            assertThat(receiver.receipts()).extracting(Receipt::key).containsOnly("key-a1");
            awaitState("delivered", 1);
            JsonNode row = api.deliveries("delivered").getFirst();
            assertThat(row.path("ambiguous").asInt()).isEqualTo(1);
            assertThat(row.path("failures").asInt()).as("a kill spends no attempt").isZero();
            term(tori);
        }
    }

    @Test
    void shouldLetFinishWhatIsUnderWayAtAStopAndSendNothingTwice() throws Exception {
        receiver.answer(Answer.DRIP);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            awaitReceipts(1);
            receiver.answer(Answer.TAKE);
            owe("a", 2);
            term(tori);
        }
        try (ToriProcess tori = start()) {
            await().atMost(PATIENCE).until(() -> receiver.texts().contains("a2"));
            awaitState("delivered", 2);
            term(tori);
        }
        assertThat(receiver.texts()).doesNotHaveDuplicates().endsWith("a2");
    }

    @Test
    void shouldAnswerARepeatedKeyWithTheFirstOutcomeAndSendOnce() throws Exception {
        try (ToriProcess tori = start()) {
            assertThat(api.owe("hook", "same", "a", "text").status()).isEqualTo(202);
            awaitTexts("text");
            assertThat(api.owe("hook", "same", "a", "text").status()).isEqualTo(200);
            assertThat(api.owe("hook", "same", "a", "other").status()).isEqualTo(409);
            owe("a", 2);
            awaitTexts("text", "a2");
            term(tori);
        }
        assertThat(receiver.receipts()).hasSize(2);
    }

    @Test
    void shouldKeepTheOrderOfAnEntityWhileItsHeadIsTriedAgainAndNotHoldUpOthers() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        receiver.answer(receipt ->
                receipt.text().equals("a1") && failures.incrementAndGet() <= 2
                        ? Answer.FAIL
                        : Answer.TAKE);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            owe("a", 2);
            owe("b", 1);
            await().atMost(PATIENCE).until(() -> receiver.texts().size() == 3);
            assertThat(receiver.texts()).containsExactly("b1", "a1", "a2");
            term(tori);
        }
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsRefusedReleaseWhatIsBehindAndTellAnother() throws Exception {
        writeConfig("  log: {type: file, path: events.jsonl}\n");
        receiver.answer(receipt -> receipt.text().equals("a1") ? Answer.MISSING : Answer.TAKE);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            owe("a", 2);
            awaitTexts("a2");
            awaitState("failed", 1);
            await().atMost(PATIENCE).until(() -> EventFile.read(events()).size() == 1);
            JsonNode alert = EventFile.read(events()).getFirst();
            assertThat(alert.path("type").asText()).isEqualTo("tori.delivery.failed");
            long id = api.deliveries("failed").getFirst().path("id").asLong();
            JsonNode shown = api.get("/api/v1/deliveries/" + id).data();
            assertThat(shown.toString()).contains("404");
            receiver.answer(Answer.TAKE);
            assertThat(api.post("/api/v1/deliveries/" + id + "/retry", "{}").status())
                    .isEqualTo(200);
            awaitTexts("a2", "a1");
            assertThat(api.text("/metrics")).contains("tori_outbox{state=\"failed\"} 0");
            term(tori);
        }
    }

    @Test
    void shouldGiveUpAfterFiveFailedAttempts() throws Exception {
        receiver.answer(receipt -> receipt.entity().endsWith("/a") ? Answer.FAIL : Answer.TAKE);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            for (int i = 1; i <= 20; i++) {
                owe("b", i);
            }
            awaitState("failed", 1);
            assertThat(receiver.receipts().stream().filter(each -> each.text().equals("a1")))
                    .hasSize(5);
            term(tori);
        }
    }

    @Test
    void shouldSpendNoAttemptOnAnOutageOrAThrottle() throws Exception {
        receiver.answer(Answer.TOO_MANY);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            awaitReceipts(2);
            receiver.answer(Answer.DOWN);
            awaitReceipts(5);
            receiver.answer(Answer.TAKE);
            awaitTexts("a1");
            awaitState("delivered", 1);
            assertThat(api.deliveries("delivered").getFirst().path("failures").asInt()).isZero();
            term(tori);
        }
    }

    @Test
    void shouldSurviveAReceiverThatResetsHangsDripsAndRedirects() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Answer[] bad = {Answer.TAKE_AND_RESET, Answer.HANG, Answer.DRIP};
        receiver.answer(receipt -> {
            int number = requests.getAndIncrement();
            return number < bad.length ? bad[number] : Answer.TAKE;
        });
        try (ToriProcess tori = start()) {
            owe("a", 1);
            awaitState("delivered", 1);
            JsonNode row = api.deliveries("delivered").getFirst();
            assertThat(row.path("ambiguous").asInt()).as("reset, hang, drip").isEqualTo(3);
            receiver.answer(Answer.MOVED);
            owe("b", 1);
            awaitState("failed", 1);
            term(tori);
        }
    }

    @Test
    void shouldFailOverWhileADestinationIsGoneAndRecordIt() throws Exception {
        writeConfig(
                "  main: {type: webhook, url: \"http://127.0.0.1:"
                        + FreePort.choose()
                        + "/\", failover: [hook]}\n");
        try (ToriProcess tori = start()) {
            assertThat(api.owe("main", "k", "a", "over").status()).isEqualTo(202);
            awaitTexts("over");
            awaitState("delivered", 1);
            JsonNode row = api.deliveries("delivered").getFirst();
            assertThat(row.path("destination").asText()).isEqualTo("main");
            assertThat(row.path("via").asText()).isEqualTo("hook");
            term(tori);
        }
    }

    @Test
    void shouldDeliverARestockThatIsGuaranteedOnceAcrossKills() throws Exception {
        try (FeedServer shop = new FeedServer(Catalogues.of(true, false, true))) {
            writeConfig(
                    """
                      sure: {type: webhook, url: "%s", delivery: guaranteed}
                    """
                            .formatted(receiver.url()),
                    """
                    defaults: {interval: 200ms, notify: [sure]}
                    sites:
                      - name: box
                        url: %s
                        monitors: [{name: all, type: shopify}]
                    """
                            .formatted(shop.url()));
            try (ToriProcess tori = start()) {
                await().atMost(PATIENCE).until(() -> shop.polls() >= 2);
                receiver.answer(Answer.HANG);
                shop.serve(Catalogues.of(true, true, true));
                awaitReceipts(1);
                tori.close();
            }
            receiver.answer(Answer.TAKE);
            int before = shop.polls();
            try (ToriProcess tori = start()) {
                awaitState("delivered", 1);
                await().atMost(PATIENCE).until(() -> shop.polls() >= before + 3);
                term(tori);
            }
            assertThat(receiver.receipts()).hasSize(2);
            assertThat(receiver.receipts())
                    .extracting(Receipt::key)
                    .containsOnly(receiver.receipts().getFirst().event().path("id").asText());
            assertThat(receiver.receipts().getLast().event().path("type").asText())
                    .isEqualTo("tori.variant.restocked");
        }
    }

    @Test
    void shouldServeTheCommandWithAndWithoutADaemon() throws Exception {
        receiver.answer(Answer.MISSING);
        try (ToriProcess tori = start()) {
            owe("a", 1);
            owe("b", 1);
            awaitState("failed", 2);
            assertThat(command("deliveries", "list")).anyMatch(line -> line.contains("failed"));
            term(tori);
        }
        List<String> rows = command("deliveries", "list", "--json");
        assertThat(String.join("", rows)).contains("\"failed\"");
        assertThat(String.join("\n", command("deliveries", "discard", "1"))).contains("1");
        receiver.answer(Answer.TAKE);
        try (ToriProcess tori = start()) {
            command("deliveries", "retry", "--all");
            awaitTexts("b1");
            term(tori);
        }
        assertThat(receiver.texts()).containsExactly("b1");
    }

    private List<String> command(String... arguments) throws Exception {
        try (ToriProcess command = ToriProcess.start(folder, arguments)) {
            assertThat(command.awaitExit()).as("%s", command.stderr()).isZero();
            return command.stdout();
        }
    }

    private ToriProcess start() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    private static void term(ToriProcess tori) throws IOException, InterruptedException {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).isZero();
    }

    private void owe(String entity, int number) throws IOException, InterruptedException {
        String text = entity + number;
        assertThat(api.owe("hook", "key-" + text, entity, text).status()).isEqualTo(202);
    }

    private void awaitReceipts(int count) {
        await().atMost(PATIENCE).until(() -> receiver.receipts().size() >= count);
    }

    private void awaitTexts(String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(receiver.texts()).containsExactly(texts));
    }

    private void awaitState(String state, int count) {
        await().atMost(PATIENCE).until(() -> api.deliveries(state).size() == count);
    }

    private Path events() {
        return folder.resolve("events.jsonl");
    }

    private void writeConfig(String destinations) throws IOException {
        writeConfig(destinations, "sites: []\n");
    }

    private void writeConfig(String destinations, String rest) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                destinations:
                  hook: {type: webhook, url: "%s"}
                """
                                .formatted(port, receiver.url())
                        + destinations
                        + rest);
    }
}
