package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.e2e.WebhookReceiver.Answer;
import tori.e2e.WebhookReceiver.Receipt;
import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What becomes of incidents of the packaged daemon when what it stands on breaks: the database is
 * locked, the disk is full, the process is killed or stopped.
 *
 * <p>{@code -Dchaos.cycles=200} for more kills, {@code -Dchaos.seed=N} for the same random moments
 * again, {@code -Dchaos.limit=true} for a limit of the process instead of a small file system.
 */
@Timeout(1_800)
class ChaosIT {

    private static final int CYCLES = Integer.getInteger("chaos.cycles", 6);
    private static final long SEED = Long.getLong("chaos.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than are told one by one when they fail at the same moment. */
    private static final List<String> PAGES =
            List.of("page", "cart", "search", "login", "blog", "help");

    @TempDir private Path folder;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int port;
    private ToriApi api;
    private ChaosSite site;
    private WebhookReceiver receiver;
    private ToldIncidents incidents;

    @BeforeEach
    void start() throws IOException {
        port = FreePort.choose();
        api = new ToriApi(port);
        site = new ChaosSite();
        receiver = new WebhookReceiver();
        incidents = new ToldIncidents(receiver, api);
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        site.close();
        receiver.close();
    }

    @Test
    void shouldTellEachEdgeOnceThoughAnotherProgramLocksTheDatabase() throws Exception {
        configure(http("page", "") + http("cart", "") + http("brief", "") + http("steady", ""));
        try (ToriProcess tori = run()) {
            awaitState("up", "page", "cart", "brief", "steady");
            site.fail("page");
            awaitTold("opened page");
            try (Connection other = lock()) {
                awaitTrouble("is locked by another program");
                site.mend("page");
                site.fail("cart");
                site.fail("brief");
                awaitState("up", "page");
                awaitState("down", "cart", "brief");
                site.mend("brief");
                awaitState("up", "brief");
                int asked = site.asked("steady");
                ToriApi.Reply refused = api.owe("hook", "key-1", "entity", "owed meanwhile");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body().toString()).contains("did not take it in time");
                assertThat(api.get("/livez").status()).isEqualTo(200);
                assertThat(api.get("/readyz").status()).isEqualTo(503);
                assertThat(site.asked("steady")).as("checks go on").isGreaterThan(asked + 5);
                assertThat(incidents.told())
                        .as("nothing is told that is not written down")
                        .containsExactly("opened page");
            }
            awaitWell();
            // The answer to the first try did not say no: it may have been taken after it.
            assertThat(api.owe("hook", "key-1", "entity", "owed meanwhile").status())
                    .isIn(202, 200);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(incidents.told())
                                    .containsExactlyInAnyOrder(
                                            "opened page",
                                            "closed page",
                                            "opened cart",
                                            "opened brief",
                                            "closed brief",
                                            "owed meanwhile"));
            awaitSettled();
            requireQuiet();
            assertThat(incidents.requireAsWritten()).as("repetitions").isZero();
            assertThat(outcomes("steady")).containsOnly("up");
            assertThat(said(tori, "is locked by another program")).isEqualTo(1);
            assertThat(said(tori, "is written again after")).isEqualTo(1);
            assertThat(api.get("/readyz").status()).isEqualTo(200);
            term(tori);
        }
    }

    @Test
    void shouldTellEachEdgeOnceThoughTheDiskIsFull() throws Exception {
        configure(http("page", "") + http("steady", ""));
        try (SmallDisk disk = SmallDisk.at(folder.resolve("disk"));
                ToriProcess tori = run()) {
            awaitState("up", "page", "steady");
            fill(disk, tori);
            site.fail("page");
            awaitState("down", "page");
            requireUntold(0);
            disk.free(tori.pid());
            awaitTold("opened page");
            awaitWell();
            fill(disk, tori);
            site.mend("page");
            awaitState("up", "page");
            requireUntold(1);
            disk.free(tori.pid());
            awaitTold("opened page", "closed page");
            awaitWell();
            AtomicBoolean filled = new AtomicBoolean();
            receiver.answer(receipt -> {
                if (!filled.getAndSet(true)) {
                    fillNow(disk, tori);
                }
                return Answer.TAKE;
            });
            site.fail("page");
            await().atMost(PATIENCE).untilTrue(filled);
            awaitTrouble("");
            requireUntold(3);
            disk.free(tori.pid());
            awaitWell();
            site.mend("page");
            await().atMost(PATIENCE).until(() -> incidents.told().size() == 4);
            awaitSettled();
            assertThat(incidents.requireAsWritten()).as("repetitions").isZero();
            assertThat(outcomes("steady")).containsOnly("up");
            assertThat(said(tori, "tori tries again by itself")).isEqualTo(3);
            term(tori);
        }
    }

    @Test
    void shouldHaveOneAlertForEachEdgeHoweverOftenItIsKilled() throws Exception {
        System.out.println("chaos.seed=" + SEED + " chaos.cycles=" + CYCLES);
        configure(PAGES.stream().map(page -> http(page, "")).collect(joining()));
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            receiver.answer(behaviour(random.split()));
            try (ToriProcess tori = random.nextInt(4) == 0 ? begin() : run()) {
                PAGES.forEach(page -> set(page, random.nextBoolean()));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
                PAGES.forEach(page -> set(page, random.nextBoolean()));
                TimeUnit.MILLISECONDS.sleep(random.nextInt(600));
                assertThat(tori.isAlive()).isTrue();
                tori.signal("KILL");
            }
        }
        receiver.answer(Answer.TAKE);
        PAGES.forEach(site::fail);
        try (ToriProcess tori = run()) {
            awaitState("down", PAGES);
            assertThat(api.get("/api/v1/incidents?state=open").data().path("total").asInt())
                    .isEqualTo(PAGES.size());
            PAGES.forEach(site::mend);
            awaitState("up", PAGES);
            // Of whose beginning waits to be told with others, the end does too.
            await().atMost(PATIENCE).until(() -> isNone("/api/v1/incidents?state=open"));
            awaitSettled();
            int repeated = incidents.requireAsWritten();
            assertThat(incidents.record()).noneMatch(one -> one.path("closed_at").isNull());
            System.out.printf(
                    "%d kills, %d incidents, %d messages, %d requests, %d repeated%n",
                    CYCLES,
                    incidents.record().size(),
                    incidents.told().size(),
                    incidents.requests(),
                    repeated);
            term(tori);
        }
    }

    @Test
    void shouldCallNothingDownBecauseToriItselfStoodStill() throws Exception {
        String once = ", timeout: 1s, incident: {open_after: 1, close_after: 1}";
        configure(
                http("page", once)
                        + "      - {name: job, type: heartbeat, expect_every: 4s, interval: 1s}\n");
        try (ToriProcess tori = run()) {
            push();
            awaitState("up", "page", "job");
            // So that a check is under way at most moments.
            site.delay(Duration.ofMillis(500));
            for (int stop = 0; stop < 2; stop++) {
                await().atMost(PATIENCE).until(() -> site.asked("page") > 3);
                push();
                tori.signal("STOP");
                TimeUnit.SECONDS.sleep(6);
                tori.signal("CONT");
                TimeUnit.MILLISECONDS.sleep(1_500);
                push();
                awaitState("up", "page", "job");
                assertThat(incidents.told()).isEmpty();
            }
            assertThat(incidents.record()).isEmpty();
            assertThat(outcomes("page")).doesNotContain("failed");
            assertThat(outcomes("job")).doesNotContain("failed");
            await().atMost(PATIENCE).until(() -> incidents.record().size() == 1);
            assertThat(incidents.record().getFirst().path("cause").asText())
                    .as("what does not come while tori is there is missed")
                    .isEqualTo("missed");
            term(tori);
        }
    }

    private Connection lock() throws Exception {
        Connection other =
                DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("disk/tori.db"));
        try (Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN EXCLUSIVE");
        }
        return other;
    }

    private void fill(SmallDisk disk, ToriProcess tori) throws Exception {
        disk.fill(tori.pid());
        awaitTrouble("");
    }

    private static void fillNow(SmallDisk disk, ToriProcess tori) {
        try {
            disk.fill(tori.pid());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitTrouble(String sentence) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    JsonNode body = api.get("/readyz").body();
                    assertThat(body.toString()).contains("not ready").contains(sentence);
                });
    }

    private void awaitWell() {
        await().atMost(PATIENCE).until(() -> api.get("/readyz").status() == 200);
    }

    /** Nothing more is told for a while than so many messages. */
    private void requireUntold(int told) {
        await().during(Duration.ofMillis(1_500))
                .atMost(PATIENCE)
                .until(() -> incidents.told().size() == told);
    }

    private void requireQuiet() {
        requireUntold(incidents.told().size());
    }

    /** Nothing is open any more that is to be delivered; one may change its state between looks. */
    private void awaitSettled() {
        await().atMost(PATIENCE)
                .during(Duration.ofMillis(300))
                .until(() ->
                        Stream.of("pending", "in_flight", "retry_wait")
                                .allMatch(state -> isNone("/api/v1/deliveries?state=" + state)));
    }

    private boolean isNone(String path) {
        try {
            return api.get(path).data().path("total").asInt(-1) == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitTold(String... told) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(incidents.told()).containsExactly(told));
    }

    private void awaitState(String state, String... monitors) {
        awaitState(state, List.of(monitors));
    }

    private void awaitState(String state, List<String> monitors) {
        for (String monitor : monitors) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThat(state(monitor)).as(monitor).isEqualTo(state));
        }
    }

    private String state(String monitor) throws IOException, InterruptedException {
        for (JsonNode row : api.get("/api/v1/status").data().path("monitors")) {
            if (row.path("monitor").asText().equals(monitor)) {
                return row.path("state").asText();
            }
        }
        return "";
    }

    /** What all checks of a monitor found. */
    private List<String> outcomes(String monitor) throws IOException, InterruptedException {
        return api.get("/api/v1/history/shop/" + monitor + "?step=raw")
                .data()
                .path("points")
                .findValuesAsText("outcome");
    }

    private static long said(ToriProcess tori, String words) {
        return tori.stderr().stream().filter(line -> line.contains(words)).count();
    }

    private void set(String page, boolean works) {
        if (works) {
            site.mend(page);
        } else {
            site.fail(page);
        }
    }

    private void push() throws IOException, InterruptedException {
        assertThat(api.post("/api/v1/heartbeats/shop/job", "").status()).isEqualTo(200);
    }

    /** Mostly well, sometimes badly, never so that a delivery may be given up. */
    private static Function<Receipt, Answer> behaviour(SplittableRandom random) {
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        return receipt -> {
            int dice;
            synchronized (random) {
                dice = random.nextInt(10);
            }
            if (dice > 1 || !failedOnce.add(receipt.key())) {
                return Answer.TAKE;
            }
            return dice == 0 ? Answer.FAIL : Answer.TAKE_AND_RESET;
        };
    }

    private ToriProcess begin() throws IOException {
        return ToriProcess.start(folder);
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = begin();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    private static void term(ToriProcess tori) throws IOException, InterruptedException {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).isZero();
    }

    private String http(String page, String more) {
        return "      - {name: %s, type: http, url: \"%s\"%s}\n"
                .formatted(page, site.url(page), more);
    }

    private void configure(String monitors) throws IOException {
        Files.createDirectories(folder.resolve("disk"));
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                store: {url: "sqlite:disk/tori.db"}
                defaults:
                  interval: 200ms
                  incident: {open_after: 3, close_after: 2, recheck_every: 100ms}
                  notify: [hook]
                destinations:
                  hook: {type: webhook, url: "%s"}
                sites:
                  - name: shop
                    monitors:
                """
                                .formatted(port, receiver.url())
                        + monitors);
    }
}
