package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Short loads with the packaged jar. */
@Timeout(180)
class LoadIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PROCESS = Pattern.compile("tori runs as process (\\d+)");

    @TempDir private Path folder;

    private JsonNode result(String... arguments) throws Exception {
        try (ToriProcess load = ToriProcess.start(folder, arguments)) {
            int status = load.awaitExit();
            assertThat(status).as(load.stderr() + "\n" + load.stdout()).isZero();
            assertThat(load.stderr()).anyMatch(line -> line.startsWith("1 of "));
            JsonNode json = new ObjectMapper().readTree(String.join("\n", load.stdout()));
            assertThat(json.path("machine").asText()).isNotBlank();
            assertThat(json.path("java").asText()).isNotBlank();
            assertThat(json.path("daemon_options").asText()).contains("-X");
            assertThat(json.path("command").asText()).startsWith("java -jar tori.jar load ");
            return json;
        }
    }

    @Test
    void shouldPushEventsThatAllArrive() throws Exception {
        JsonNode json = result("load", "events", "--rate", "10", "--duration", "4s", "--json");

        assertThat(json.path("pushed").asInt()).isEqualTo(40);
        assertThat(json.path("accepted").asInt()).isEqualTo(40);
        assertThat(json.path("received").asInt()).isEqualTo(40);
        assertThat(json.path("not_received").asInt()).isZero();
        assertThat(json.at("/due_to_accepted_ns/count").asInt()).isEqualTo(40);
        assertThat(json.at("/due_to_first_attempt_ns/p50").asLong()).isPositive();
    }

    @Test
    void shouldTellLookAlikesOfDiscord() throws Exception {
        JsonNode json =
                result(
                        ("load discord --stores 4 --products 5 --webhooks 2 --rate 4 --events 5"
                                        + " --duration 3s --interval 300ms --limited 0 --errors 0"
                                        + " --json")
                                .split(" "));

        assertThat(json.path("changes").asInt()).isEqualTo(12);
        assertThat(json.path("told").asInt()).isPositive();
        assertThat(json.path("told").asInt() + json.path("superseded").asInt()).isEqualTo(12);
        assertThat(json.path("unchanged").asInt()).isPositive();
        assertThat(json.path("unexpected").asInt()).isZero();
        assertThat(json.at("/answers/429_avoidable").asInt()).isZero();
        assertThat(json.at("/page_to_alert_ns/count").asInt()).isEqualTo(json.path("told").asInt());
        assertThat(json.at("/notices/received").asInt()).isEqualTo(15);
    }

    @Test
    void shouldLeaveNoToriBehindWhenInterrupted() throws Exception {
        try (ToriProcess load =
                ToriProcess.start(folder, "load", "events", "--rate", "5", "--duration", "1h")) {
            await().atMost(PATIENCE).until(() -> daemon(load.stderr()).isPresent());
            ProcessHandle daemon =
                    ProcessHandle.of(daemon(load.stderr()).orElseThrow()).orElseThrow();
            Path place = folderOf(daemon);
            assertThat(place).isDirectory();
            // Ctrl-C ends it the same way; INT is ignored where the build runs in the background.
            load.signal("TERM");
            load.awaitExit();
            assertThat(daemon.isAlive()).isFalse();
            assertThat(place).doesNotExist();
        }
    }

    /** Where it runs; only Linux tells. */
    private static Path folderOf(ProcessHandle daemon) throws Exception {
        return Path.of("/proc/" + daemon.pid() + "/cwd").toRealPath();
    }

    @Test
    void shouldLeaveNoToriBehindWhenKilled() throws Exception {
        try (ToriProcess load =
                ToriProcess.start(folder, "load", "events", "--rate", "5", "--duration", "1h")) {
            await().atMost(PATIENCE).until(() -> daemon(load.stderr()).isPresent());
            ProcessHandle daemon =
                    ProcessHandle.of(daemon(load.stderr()).orElseThrow()).orElseThrow();
            load.signal("KILL");
            load.awaitExit();
            await().atMost(PATIENCE).until(() -> !daemon.isAlive());
        }
    }

    private static Optional<Long> daemon(List<String> stderr) {
        return stderr.stream()
                .map(PROCESS::matcher)
                .filter(Matcher::find)
                .map(matcher -> Long.parseLong(matcher.group(1)))
                .findFirst();
    }

    @Test
    void shouldSayInASentenceThatNoToriAnswers() throws Exception {
        int port = FreePort.choose();
        try (ToriProcess load =
                ToriProcess.start(folder, "load", "events", "--url", "http://127.0.0.1:" + port)) {
            assertThat(load.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", load.stderr()))
                    .contains("no tori answers at http://127.0.0.1:" + port)
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayInASentenceThatAFileIsNoRecording() throws Exception {
        try (ToriProcess tori = ToriProcess.start(folder, "profile", "summary", "none.jfr")) {
            assertThat(tori.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("none.jfr is no file")
                    .doesNotContain("\tat ");
        }
    }
}
