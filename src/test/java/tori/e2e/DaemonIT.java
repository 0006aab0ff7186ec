package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** The packaged daemon against a store on loopback, as a user runs it. */
class DaemonIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UNREADABLE =
            "the certificates that this Java trusts cannot be read";

    @TempDir private Path folder;
    private FeedServer store;

    @BeforeEach
    void startStore() throws IOException {
        store = new FeedServer(Catalogues.of(true, false, true));
    }

    @AfterEach
    void stopStore() {
        store.close();
    }

    @Test
    void shouldTellOfARestockOnceAndExitZeroOnTerm() throws Exception {
        writeConfig("all");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitEvents(1);
            awaitPolls(store.polls() + 3);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(types()).containsExactly("tori.variant.restocked");
        JsonNode data = events().getFirst().get("data");
        assertThat(data.at("/before/available").asBoolean(true)).isFalse();
        assertThat(data.at("/variant/options/Size").asText()).isEqualTo("One size");
        assertThat(data.at("/variant/cart_url").asText())
                .isEqualTo(store.url() + "/cart/8000000001:1");
    }

    @Test
    void shouldSetUpNeitherTlsNorTheFlightRecorderWhereNobodyNeedsThem() throws Exception {
        writeConfig("all");
        List<String> options = List.of("-Xlog:class+load:file=loaded.txt");
        try (ToriProcess tori = ToriProcess.startWith(options, folder)) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitEvents(1);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(Files.readString(folder.resolve("loaded.txt")))
                .contains("tori.dispatch.BatchSending ")
                .doesNotContain("tori.telemetry.Jfr", "jdk.jfr.internal.MetadataRepository")
                .doesNotContain("sun.security.ssl.TrustStoreManager");
    }

    @Test
    void shouldSayThatCertificatesCannotBeReadWhereTheyAreNeeded() throws Exception {
        List<String> options =
                List.of(
                        "-Djavax.net.ssl.trustStore="
                                + Files.writeString(folder.resolve("x"), "x"));
        writeConfig("all");
        Path config = folder.resolve("config.yaml");
        String secure = Files.readString(config).replace(store.url(), "https://127.0.0.1:1");
        try (ToriProcess tori = ToriProcess.startWith(options, folder)) {
            awaitPolls(2);
            Files.writeString(config, secure);
            tori.signal("HUP");
            await().atMost(PATIENCE)
                    .until(() ->
                            tori.stderr().stream().anyMatch(line -> line.contains(UNREADABLE)));
            awaitPolls(store.polls() + 2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        try (ToriProcess tori = ToriProcess.startWith(options, folder)) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(tori.stderr()).anyMatch(line -> line.startsWith("tori: " + UNREADABLE));
            assertThat(tori.stderr()).noneMatch(line -> line.contains("died"));
        }
    }

    @Test
    void shouldReportOnceWhatChangedWhileItWasDown() throws Exception {
        writeConfig("all");
        runUntilPolled();
        store.serve(Catalogues.of(false, true, true));
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitEvents(2);
            awaitPolls(store.polls() + 3);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        runUntilPolled();
        assertThat(types())
                .containsExactlyInAnyOrder("tori.variant.restocked", "tori.variant.sold_out");
    }

    @Test
    void shouldNotTakeFailedPollsForChanges() throws Exception {
        writeConfig("all");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            store.answer(503);
            awaitPolls(store.polls() + 2);
            store.answer(200);
            awaitPolls(store.polls() + 2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(events()).isEmpty();
    }

    @Test
    void shouldReloadOnHangupAndKeepTheOldConfigurationIfTheNewOneIsBad() throws Exception {
        writeConfig("all");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            Files.writeString(folder.resolve("config.yaml"), "sites: 7\n");
            tori.signal("HUP");
            await().atMost(PATIENCE)
                    .until(() -> tori.stderr().stream().anyMatch(s -> s.contains("config.yaml:1")));
            awaitPolls(store.polls() + 2);
            writeConfig("renamed");
            tori.signal("HUP");
            await().atMost(PATIENCE)
                    .until(() -> tori.stderr().stream().anyMatch(s -> s.contains("box/renamed")));
            awaitPolls(store.polls() + 2);
            store.serve(Catalogues.of(true, true, true));
            awaitEvents(1);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
        assertThat(events().getFirst().get("source").asText()).isEqualTo("/box/renamed");
    }

    @Test
    void shouldReloadWhenTheFileChanges() throws Exception {
        writeConfig("all");
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(2);
            writeConfig("renamed");
            await().atMost(PATIENCE)
                    .until(() -> tori.stderr().stream().anyMatch(s -> s.contains("box/renamed")));
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }

    @Test
    void shouldSayThatThePortIsTaken() throws Exception {
        writeConfig("all");
        String listen = "\"" + store.url().substring("http://".length()) + "\"";
        Files.writeString(
                folder.resolve("config.yaml"),
                "server: {listen: " + listen + "}\n",
                StandardOpenOption.APPEND);
        try (ToriProcess tori = ToriProcess.start(folder)) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("server.listen")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseADamagedDatabaseAndLeaveItAsItIs() throws Exception {
        writeConfig("all");
        byte[] rubbish = "this was a database once".repeat(400).getBytes(StandardCharsets.UTF_8);
        Path database = folder.resolve("tori.db");
        Files.write(database, rubbish);
        try (ToriProcess tori = ToriProcess.start(folder)) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("tori.db")
                    .doesNotContain("\tat ");
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(rubbish);
    }

    @Test
    void shouldPrintEveryProblemOfABadConfiguration() throws Exception {
        Files.writeString(
                folder.resolve("config.yaml"),
                "sites:\n  - name: a\n    url: nonsense\n    colour: red\n");
        try (ToriProcess tori = ToriProcess.start(folder, "check")) {
            assertThat(tori.awaitExit()).isEqualTo(2);
            assertThat(tori.stdout())
                    .anyMatch(line -> line.startsWith("config.yaml:3:10: sites[0].url: "))
                    .anyMatch(line -> line.startsWith("config.yaml:4:5: sites[0].colour: "));
        }
    }

    private void runUntilPolled() throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder)) {
            awaitPolls(store.polls() + 2);
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }

    private void awaitPolls(int polls) {
        await().atMost(PATIENCE).until(() -> store.polls() >= polls);
    }

    private void awaitEvents(int count) {
        await().atMost(PATIENCE).until(() -> events().size() >= count);
    }

    private List<String> types() throws IOException {
        return events().stream().map(event -> event.get("type").asText()).toList();
    }

    private List<JsonNode> events() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl"));
    }

    private void writeConfig(String monitor) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults:
                  interval: 200ms
                  incident: off
                  notify: [log]
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: box
                    url: %s
                    monitors:
                      - {name: %s, type: shopify}
                """
                        .formatted(store.url(), monitor));
    }
}
