package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The dashboard of the packaged jar in a real browser. With {@code -Dpictures=DIR} it leaves
 * pictures there.
 */
class DashboardIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NASTY = "<img src=x onerror=\"window.owned=1;alert(1)\">";

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

    @Test
    void shouldShowWhatHappensWithoutBeingLoadedAgain() throws Exception {
        JsonNode before = nasty(Catalogues.of(false, true));
        try (FeedServer store = new FeedServer(before)) {
            configure(store.url(), checks());
            try (ToriProcess tori = run();
                    Browser browser = browser(1440, 900)) {
                browser.awaitSight(".row");
                browser.awaitText("#live", "live");
                assertThat(browser.count(".row:not([hidden])")).isEqualTo(9);
                await().atMost(PATIENCE).until(() -> store.polls() > 0);
                browser.awaitText("#rows", "up");
                // A restock at another store, of which the page learns by itself.
                browser.script("window.stays = true");
                store.serve(nasty(Catalogues.of(true, true)));
                browser.awaitText("#events", NASTY);
                assertThat(browser.text("#events .event .kind")).isNotEmpty();
                assertThat(browser.script("return window.stays")).isEqualTo(true);
                assertThat(browser.script("return window.owned ?? null")).isNull();
                assertThat(browser.count("#events img[src=x]")).isZero();
                // The demo's stock changes all the time.
                await().atMost(PATIENCE).until(() -> browser.count("#events .event") > 5);
                browser.awaitText("#headline", "2 in trouble");
                browser.awaitText(".chip.down b", "2");
                browser.picture(pictures("dashboard-dark.png", browser, "dark"));
                browser.picture(pictures("dashboard-light.png", browser, "light"));
                assertThat(browser.complaints()).isEmpty();
                assertThat(tori.isAlive()).isTrue();
            }
        }
    }

    @Test
    void shouldBeSearchedFilteredAndDrivenByKeys() throws Exception {
        configure("demo://store?seed=3", "");
        try (ToriProcess tori = run();
                Browser browser = browser(1440, 900)) {
            browser.awaitSight(".row");
            browser.press("/");
            browser.press("night");
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 1);
            assertThat(browser.text("#row-count")).isEqualTo("1 of 4 monitors");
            browser.pressEnter();
            browser.pressEnter();
            browser.awaitSight("#detail");
            assertThat(browser.text("#detail h2")).isEqualTo("jobs nightly");
            browser.awaitSight("#detail .chart .empty, #detail .chart .uplot");
            browser.picture(pictures("dashboard-monitor.png", browser, "light"));
            browser.pressEscape();
            await().atMost(PATIENCE).until(() -> !browser.sees("#detail"));
            browser.pressEscape();
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 4);
            browser.press("j");
            browser.press("j");
            browser.press("k");
            browser.press("j");
            assertThat(browser.count(".row[aria-selected=true]")).isEqualTo(1);
            assertThat(
                            browser.script(
                                    "return document.querySelector('#rows').getAttribute("
                                            + "'aria-activedescendant')"))
                    .asString()
                    .startsWith("row-");
            browser.script(
                    "const type = document.querySelector('#type');"
                            + "type.value = 'heartbeat'; type.dispatchEvent(new Event('change'))");
            await().atMost(PATIENCE).until(() -> browser.count(".row:not([hidden])") == 2);
            browser.press("?");
            browser.awaitSight("dialog[open]");
            browser.pressEscape();
            await().atMost(PATIENCE).until(() -> !browser.sees("dialog[open]"));
            // What cannot be seen can be heard: everything that can be pressed has a name.
            assertThat(
                            browser.script(
                                    "return [...document.querySelectorAll('button, input, select,"
                                            + " a')].filter(e => !(e.textContent.trim() ||"
                                            + " e.ariaLabel)).map(e => e.outerHTML)"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isEmpty();
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTakeAPressDuringWhichTheListChanges() throws Exception {
        configure("demo://store?seed=5", "");
        try (ToriProcess tori = run();
                Browser browser = browser(1440, 900)) {
            fail("jobs/nightly");
            browser.click("nav a[data-view=incidents]");
            browser.awaitText("#incidents .card.open", "nightly");
            browser.hold("#incidents .card.open .card-head");
            fail("jobs/hourly");
            browser.awaitText("#incident-count", "2");
            browser.letGo();
            browser.awaitSight("#incidents .timeline li");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.open") == 2);
            assertThat(
                            browser.script(
                                    "return document.querySelector('.card-head[aria-expanded=true]"
                                            + " .name').textContent"))
                    .isEqualTo("nightly");
            assertThat(
                            browser.script(
                                    "return document.activeElement.getAttribute('aria-expanded')"))
                    .isEqualTo("true");
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldKeepTheFocusAndDrawWhatWaitedForAPressThatBecameNoClick() throws Exception {
        configure("demo://store?seed=5", "");
        try (ToriProcess tori = run();
                Browser browser = browser(1440, 900)) {
            fail("jobs/nightly");
            browser.click("nav a[data-view=incidents]");
            browser.awaitText("#incidents .card.open", "nightly");
            browser.script("document.querySelector('#incidents .card-head').focus()");
            fail("jobs/hourly");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.open") == 2);
            assertThat(
                            browser.script(
                                    "return document.activeElement.querySelector('.name')"
                                            + "?.textContent ?? null"))
                    .isEqualTo("nightly");
            browser.hold("#incidents .card.open .card-head");
            tell("jobs/hourly", "up");
            browser.awaitText("#incident-count", "1");
            assertThat(browser.count("#incidents .card.open")).isEqualTo(2);
            browser.letGoElsewhere("header");
            await().atMost(PATIENCE).until(() -> browser.count("#incidents .card.open") == 1);
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private void fail(String heartbeat) throws Exception {
        tell(heartbeat, "down");
    }

    private void tell(String heartbeat, String status) throws Exception {
        assertThat(api.post("/api/v1/heartbeats/" + heartbeat + "?status=" + status, "").status())
                .isEqualTo(200);
    }

    @Test
    void shouldShowIncidentsAndTakeNoteThatSomebodyKnows() throws Exception {
        configure(
                "demo://store?seed=5",
                """
                status_pages:
                  - {name: jobs, title: Our jobs, sites: [jobs]}
                  - {name: nasty, title: "The <b>jobs</b>", monitors: [jobs/hourly]}
                """);
        try (ToriProcess tori = run();
                Browser browser = browser(1440, 900)) {
            assertThat(api.post("/api/v1/heartbeats/jobs/hourly", "").status()).isEqualTo(200);
            assertThat(
                            api.post(
                                            "/api/v1/heartbeats/jobs/nightly?status=down&msg=disk+full",
                                            "")
                                    .status())
                    .isEqualTo(200);
            browser.awaitText("#incident-count", "1");
            browser.awaitText("#headline", "1 in trouble");
            browser.click("nav a[data-view=incidents]");
            browser.awaitText("#incidents .card.open", "disk full");
            browser.click("#incidents .card.open .card-head");
            browser.awaitSight("#incidents .timeline li");
            browser.picture(pictures("dashboard-incident.png", browser, "dark"));
            browser.click("#incidents .acknowledge");
            await().atMost(PATIENCE)
                    .until(() ->
                            api.get("/api/v1/incidents")
                                    .data()
                                    .at("/incidents/0/acknowledged_at")
                                    .isTextual());
            await().atMost(PATIENCE).until(() -> !browser.sees("#incidents .acknowledge"));
            assertThat(browser.complaints()).isEmpty();

            browser.open(url() + "status/nasty");
            assertThat(browser.text("h1")).isEqualTo("The <b>jobs</b>");
            browser.open(url() + "status/jobs");
            assertThat(browser.text("main"))
                    .contains("nightly", "down")
                    .doesNotContain("disk full");
            browser.picture(pictures("status-page.png", browser, "light"));
            assertThat(browser.complaints()).isEmpty();
            assertThat(api.text("/badge/jobs/nightly.svg")).contains("<svg").contains("down");
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldTryADeadLetterAgain() throws Exception {
        try (WebhookReceiver receiver = new WebhookReceiver()) {
            receiver.answer(receipt ->
                    receipt.text().equals("poison")
                            ? WebhookReceiver.Answer.MISSING
                            : WebhookReceiver.Answer.TAKE);
            configure("demo://store?seed=7", "");
            Files.writeString(
                    folder.resolve("config.yaml"),
                    Files.readString(folder.resolve("config.yaml"))
                            .replace(
                                    "destinations:\n",
                                    "destinations:\n  hook: {type: webhook, url: \"%s\", rate: {limit: 30, per: 1m}}\n"
                                            .formatted(receiver.url())));
            try (ToriProcess tori = run();
                    Browser browser = browser(1440, 900)) {
                assertThat(api.owe("hook", "one", "a", "poison").status()).isEqualTo(202);
                await().atMost(PATIENCE)
                        .until(() -> {
                            // What arrives shows that it is the letter's own fault.
                            api.owe("hook", "k" + System.nanoTime(), "b", "fine");
                            return api.deliveries("failed").size() == 1;
                        });
                browser.press("4");
                browser.awaitText("#deliveries .card[data-id]", "hook");
                browser.awaitText("#deliveries .window", "of 30 sent in the last");
                browser.picture(pictures("dashboard-deliveries.png", browser, "light"));
                receiver.answer(WebhookReceiver.Answer.TAKE);
                browser.click("#deliveries .retry");
                await().atMost(PATIENCE).until(() -> receiver.texts().contains("poison"));
                browser.awaitText("#deliveries", "Everything has arrived.");
                assertThat(browser.complaints()).isEmpty();
                assertThat(tori.isAlive()).isTrue();
            }
        }
    }

    @Test
    void shouldFitATelephoneAndTheColoursOfTheNight() throws Exception {
        configure("demo://store?seed=9", "");
        try (ToriProcess tori = run();
                Browser browser = browser(390, 844)) {
            browser.awaitSight(".row");
            assertThat(
                            browser.script(
                                    "return document.documentElement.scrollWidth <="
                                            + " window.innerWidth"))
                    .isEqualTo(true);
            browser.prefer("light");
            Object light = background(browser);
            browser.prefer("dark");
            assertThat(background(browser)).isNotEqualTo(light);
            browser.picture(pictures("dashboard-mobile.png", browser, "dark"));
            browser.click("#theme");
            assertThat(background(browser)).isEqualTo(light);
            browser.click("nav a[data-view=feed]");
            browser.awaitSight("#events .event");
            assertThat(browser.sees(".row")).isFalse();
            browser.click("nav a[data-view=monitors]");
            browser.click(".row");
            browser.awaitSight("#detail");
            assertThat(browser.sees(".row")).isFalse();
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    @Test
    void shouldStayQuickWithTenThousandMonitors() throws Exception {
        StringBuilder sites = new StringBuilder();
        for (int site = 0; site < 100; site++) {
            sites.append("  - name: site%02d\n    monitors:\n".formatted(site));
            for (int i = 0; i < 100; i++) {
                sites.append(
                        "      - {name: job%02d, type: heartbeat, expect_every: 1h}\n"
                                .formatted(i));
            }
        }
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                defaults: {interval: 10s, notify: [log]}
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                """
                                .formatted(port)
                        + sites);
        try (ToriProcess tori = run();
                Browser browser = browser(1440, 900)) {
            browser.awaitText("#row-count", "10,000 monitors");
            // Again, as somebody sees it who comes back.
            browser.open(url());
            browser.awaitText("#row-count", "10,000 monitors");
            assertThat(browser.count(".row")).isLessThan(60);
            Object paint =
                    browser.script(
                            "return performance.getEntriesByName('first-contentful-paint')[0]"
                                    + "?.startTime");
            Object table =
                    browser.script(
                            "const entry = performance.getEntriesByType('resource')"
                                    + ".find(e => e.name.includes('/status/table'));"
                                    + "return entry.encodedBodySize + ' bytes, '"
                                    + " + entry.decodedBodySize + ' unpacked, there after '"
                                    + " + Math.round(entry.responseEnd) + ' ms'");
            Object filter =
                    browser.script(
                            "const search = document.querySelector('#search');"
                                    + "const before = performance.now();"
                                    + "search.value = 'site42 job7';"
                                    + "search.dispatchEvent(new Event('input'));"
                                    + "document.body.getBoundingClientRect();"
                                    + "return performance.now() - before");
            assertThat(browser.text("#row-count")).isEqualTo("10 of 10,000 monitors");
            System.out.println(
                    "10,000 monitors: first paint %s ms; table %s; search %s ms"
                            .formatted(paint, table, filter));
            browser.script(
                    "const search = document.querySelector('#search'); search.value = '';"
                            + "search.dispatchEvent(new Event('input'));"
                            + "document.querySelector('#rows').scrollTop = 1e9");
            browser.awaitText("#canvas", "site99");
            assertThat(browser.count(".row")).isLessThan(60);
            assertThat(browser.complaints()).isEmpty();
            assertThat(tori.isAlive()).isTrue();
        }
    }

    private static Object background(Browser browser) {
        return String.valueOf(
                browser.script("return getComputedStyle(document.body).backgroundColor"));
    }

    /** Where a picture goes; somewhere nobody looks unless it was asked for. */
    private Path pictures(String name, Browser browser, String scheme) {
        browser.prefer(scheme);
        String asked = System.getProperty("pictures");
        return (asked == null ? folder.resolve("pictures") : Path.of(asked)).resolve(name);
    }

    /** Three that work, and two that do not. */
    private String checks() {
        return """
          - name: web
            incident: {open_after: 2, recheck_every: 500ms}
            monitors:
              - {name: home, type: http, url: "%1$slivez"}
              - {name: assets, type: http, url: "%1$sfavicon.svg"}
              - {name: checkout, type: http, url: "%1$snowhere"}
              - {name: database, type: tcp, address: "127.0.0.1:%2$d"}
              - {name: cache, type: tcp, address: "127.0.0.1:1"}
        """
                .formatted(url(), port);
    }

    private static JsonNode nasty(JsonNode catalogue) {
        ((ObjectNode) catalogue.path("products").path(0)).put("title", NASTY);
        return catalogue;
    }

    private String url() {
        return "http://127.0.0.1:" + port + "/";
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

    private void configure(String store, String rest) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                defaults: {interval: 500ms, notify: [log]}
                destinations:
                  log: {type: file, path: events.jsonl}
                sites:
                  - name: demo
                    url: demo://store
                    monitors: [{name: catalogue, type: shopify}]
                  - name: shop
                    url: "%s"
                    monitors: [{name: all, type: shopify}]
                  - name: jobs
                    monitors:
                      - {name: nightly, type: heartbeat, expect_every: 25h}
                      - {name: hourly, type: heartbeat, expect_every: 2h}
                %s
                """
                        .formatted(port, store, rest));
    }
}
