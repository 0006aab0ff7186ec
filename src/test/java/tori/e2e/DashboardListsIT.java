package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the dashboard's lists must not leave out, in a real browser. */
class DashboardListsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;

    private int port;
    private ToriApi api;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(
                Browser.isThere(),
                "there is no browser here; as root: apt-get install chromium chromium-driver");
        port = FreePort.choose();
        api = new ToriApi(port);
    }

    @AfterEach
    void stop() {
        if (api != null) {
            api.close();
        }
    }

    private void configure(String sites) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                defaults: {interval: 1s, notify: [log]}
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                %s
                """
                        .formatted(port, sites));
    }

    private ToriProcess run() throws IOException {
        ToriProcess tori = ToriProcess.start(folder);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(api::isReady);
        return tori;
    }

    private Browser browser(int width, int height) {
        Browser browser = Browser.start(folder.resolve("profile"), width, height);
        browser.open(url());
        return browser;
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    private void push(String monitor, String query) throws IOException, InterruptedException {
        assertThat(api.post("/api/v1/heartbeats/jobs/" + monitor + query, "").status())
                .isEqualTo(200);
    }

    private int incidents(String state) throws IOException, InterruptedException {
        return api.get("/api/v1/incidents?state=" + state).data().path("total").asInt();
    }

    @Test
    void shouldShowWhatIsOpenHoweverMuchIsOver() throws Exception {
        StringBuilder jobs = new StringBuilder("  - name: jobs\n    monitors:\n");
        for (int i = 0; i < 140; i++) {
            jobs.append("      - {name: j%03d, type: heartbeat, expect_every: 1h}\n".formatted(i));
        }
        configure(jobs.toString());
        try (ToriProcess tori = run();
                Browser browser = browser(1280, 800)) {
            for (int i = 0; i < 80; i++) {
                push("j%03d".formatted(i), "?status=down&msg=backup+failed");
            }
            await().atMost(PATIENCE).until(() -> incidents("open") == 80);
            for (int i = 80; i < 140; i++) {
                push("j%03d".formatted(i), "?status=down&msg=slept");
            }
            await().atMost(PATIENCE).until(() -> incidents("open") == 140);
            for (int i = 80; i < 140; i++) {
                push("j%03d".formatted(i), "");
            }
            await().atMost(PATIENCE).until(() -> incidents("closed") == 60);

            browser.awaitText("#incident-count", "80");
            browser.awaitText("#headline", "80 in trouble");
            // One that is not among the newest is found from its monitor all the same.
            browser.type("#search", "j000");
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 1);
            browser.click(".row");
            browser.awaitText("#detail .short", "open");
            browser.click("#detail .short a");
            browser.awaitSight("#incidents .card.open .timeline li");
            browser.awaitText("#incidents h2", "Looked at");
            browser.click("nav a[data-view=incidents]");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.open") == 50);
            browser.awaitText("#incidents h2", "Open80");
            browser.click("#incidents .more.open");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.open") == 80);
            assertThat(browser.sees("#incidents .more.open")).isFalse();
            assertThat(browser.count("#incidents .card.closed")).isEqualTo(50);
            browser.click("#incidents .more.closed");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.closed") == 60);
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldPauseAMonitorAndWatchItAgain() throws Exception {
        configure(
                """
                  - name: jobs
                    monitors: [{name: nightly, type: heartbeat, expect_every: 25h}]
                """);
        try (ToriProcess tori = run();
                Browser browser = browser(1280, 800)) {
            browser.click("#add-monitor");
            browser.awaitSight("dialog[open] input[name=name]");
            browser.type("dialog input[name=name]", "page");
            browser.type("dialog input[name=url]", "https://shop.invalid/");
            browser.click("dialog button[type=submit]");
            browser.awaitText("#row-count", "2 monitors");
            browser.type("#search", "page");
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 1);
            browser.click(".row");
            browser.awaitText("#detail .actions", "Pause");
            browser.click("#detail .actions button");
            browser.awaitText("#detail .pill", "paused");
            browser.awaitText("#detail .actions", "Watch again");
            assertThat(browser.text("#detail .since")).isEmpty();
            assertThat(browser.count(".row:not([hidden])")).isEqualTo(1);
            assertThat(browser.text(".row .info")).isEqualTo("paused");
            browser.awaitText(".chip.paused b", "1");

            browser.click("#detail .actions button");
            browser.awaitText("#detail .actions", "Pause");
            await().atMost(PATIENCE).until(() -> !browser.text("#detail .pill").equals("paused"));
            browser.click("#detail .actions .discard");
            browser.click("dialog[open] button[type=submit]");
            browser.awaitText("#row-count", "0 of 1 monitor");
            await().atMost(PATIENCE).until(() -> !browser.sees("#detail"));
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    /** Whether the first letter of these words stands left of the last one. */
    private static boolean readsOn(Browser browser, String css, String words) {
        return Boolean.TRUE.equals(
                browser.script(
                        """
                        const [css, words] = arguments;
                        const walker = document.createTreeWalker(
                            document.querySelector(css), NodeFilter.SHOW_TEXT);
                        while (walker.nextNode()) {
                          const at = walker.currentNode.data.indexOf(words);
                          if (at >= 0) {
                            const left = (i) => {
                              const range = document.createRange();
                              range.setStart(walker.currentNode, i);
                              range.setEnd(walker.currentNode, i + 1);
                              return range.getBoundingClientRect().left;
                            };
                            return left(at) < left(at + words.length - 1);
                          }
                        }
                        return null;
                        """,
                        css,
                        words));
    }

    @Test
    void shouldKeepNamesOfAnyWritingInTheirPlace() throws Exception {
        String site = "\u0645\u062a\u062c\u0631";
        configure(
                """
                  - name: "%s"
                    monitors:
                      - {name: "\u202Etxt", type: heartbeat, expect_every: 25h}
                status_pages:
                  - {name: all, sites: ["%s"]}
                """
                        .formatted(site, site));
        try (ToriProcess tori = run();
                Browser browser = browser(1280, 800)) {
            String path = "/api/v1/heartbeats/%D9%85%D8%AA%D8%AC%D8%B1/%E2%80%AEtxt";
            assertThat(api.post(path + "?status=down&msg=gone", "").status()).isEqualTo(200);
            await().atMost(PATIENCE).until(() -> incidents("open") == 1);
            browser.awaitText("#headline", "1 in trouble");
            browser.click(".row");
            browser.awaitSight("#detail .short a");
            assertThat(readsOn(browser, ".row", "down for")).isTrue();
            assertThat(readsOn(browser, "#detail h2", "txt")).as("as it is written").isFalse();

            browser.open(url() + "status/all");
            assertThat(readsOn(browser, ".incidents", "does not work since")).isTrue();
            assertThat(readsOn(browser, ".head", "down")).isTrue();
            // The site stands before the monitor, whatever their letters.
            assertThat(
                            browser.script(
                                    "const [site, name] = document.querySelectorAll('.incidents"
                                            + " strong bdi'); return"
                                            + " site.getBoundingClientRect().left <"
                                            + " name.getBoundingClientRect().left"))
                    .isEqualTo(true);
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldSayWhyWithoutBeingOpenedAndWhatIsNotMeasured() throws Exception {
        configure(
                """
                  - name: web
                    incident: {open_after: 2, recheck_every: 500ms}
                    monitors:
                      - {name: checkout, type: http, url: "%snowhere"}
                      - {name: cache, type: tcp, address: "127.0.0.1:1"}
                """
                        .formatted(url()));
        try (ToriProcess tori = run();
                Browser browser = browser(1280, 800)) {
            browser.awaitText("#headline", "2 in trouble");
            browser.awaitText("#rows", "127.0.0.1 answered 404 instead of 2xx");
            assertThat(
                            browser.script(
                                    "return [...document.querySelectorAll('.row:not([hidden])"
                                        + " .reason')].every(e => e.scrollWidth <= e.clientWidth &&"
                                        + " e.scrollHeight <= e.clientHeight + 1)"))
                    .isEqualTo(true);
            // Nothing was ever answered, so there is nothing to draw.
            browser.type("#search", "cache");
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 1);
            browser.awaitText(".chip.down b", "1");
            browser.click(".row");
            browser.awaitText("#detail .chart", "Nothing measured yet");
            assertThat(browser.sees("#detail .uplot")).isFalse();
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }
}
