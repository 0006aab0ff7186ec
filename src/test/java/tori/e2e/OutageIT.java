package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.http.DohServer;
import tori.http.TestProxy;
import tori.model.FreePort;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Alerts that come although a proxy, the system's resolver or one of a store's addresses fails: the
 * packaged daemon against local servers. Its system knows no name but {@code localhost}.
 */
class OutageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SHOP = "shop.tori.test";

    @TempDir private Path folder;
    private FeedServer store;
    private TestProxy http;
    private TestProxy socks;
    private DohServer resolver;
    private int api;

    @BeforeEach
    void startServers() throws IOException {
        store = new FeedServer(Catalogues.of(true, false, true));
        http = new TestProxy("bob", "first-secret");
        socks = new TestProxy("session-7", "second-secret");
        resolver = new DohServer();
        Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost\n");
        api = FreePort.choose();
    }

    @AfterEach
    void stopServers() throws IOException {
        store.close();
        http.close();
        socks.close();
        resolver.close();
    }

    private void writeConfig(String paths) throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                defaults: {interval: 200ms, incident: off, notify: [log]}
                http:
                %s
                destinations:
                  log: {type: file, path: events.jsonl}
                server: {listen: "127.0.0.1:%d"}
                sites:
                  - name: box
                    url: http://%s:%d
                    monitors:
                      - {name: all, type: shopify}
                """
                        .formatted(
                                paths.indent(2).stripTrailing(),
                                api,
                                SHOP,
                                URI.create(store.url()).getPort()));
    }

    private String proxies() {
        return """
        proxies:
          - http://bob:first-secret@127.0.0.1:%d
          - socks5://session-7:second-secret@127.0.0.1:%d
        """
                .formatted(http.port(), socks.port());
    }

    private ToriProcess start() throws IOException {
        return ToriProcess.startWith(List.of("-Djdk.net.hosts.file=hosts"), folder);
    }

    private void awaitPolls(int more) {
        int polls = store.polls() + more;
        await().atMost(PATIENCE).until(() -> store.polls() >= polls);
    }

    private void awaitLines(int count) {
        await().atMost(PATIENCE)
                .until(() -> EventFile.read(folder.resolve("events.jsonl")).size() >= count);
    }

    private List<String> types() throws IOException {
        return EventFile.read(folder.resolve("events.jsonl")).stream()
                .map(event -> event.get("type").asText())
                .toList();
    }

    private String metrics() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + api + "/metrics");
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private String cooling(TestProxy proxy, int value) {
        return "tori_proxy_cooling{proxy=\"127.0.0.1:" + proxy.port() + "\"} " + value + ".0";
    }

    /** Polls may begin before the API listens. */
    private void awaitMetric(String line) {
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(ConnectException.class)
                .untilAsserted(() -> assertThat(metrics()).contains(line));
    }

    private static void awaitSaid(ToriProcess tori, String words) {
        await().atMost(PATIENCE)
                .until(() -> tori.stderr().stream().anyMatch(line -> line.contains(words)));
    }

    private static void end(ToriProcess tori) throws Exception {
        tori.signal("TERM");
        assertThat(tori.awaitExit()).as("%s", tori.stderr()).isZero();
    }

    @Test
    void shouldAlertThroughAnotherProxyWhileOneIsDeadAndUseItAgainWhenItIsBack() throws Exception {
        writeConfig(proxies());
        try (ToriProcess tori = start()) {
            awaitPolls(2);
            TestProxy used = http.asked().isEmpty() ? socks : http;
            TestProxy other = used == http ? socks : http;
            used.die();
            store.serve(Catalogues.of(true, true, true));
            awaitLines(1);
            assertThat(other.asked()).isNotEmpty().allMatch(site -> site.startsWith(SHOP + ":"));
            awaitMetric(cooling(used, 1));
            awaitMetric(cooling(other, 0));
            int askedBefore = used.asked().size();
            used.revive();
            await().atMost(PATIENCE).until(() -> used.asked().size() > askedBefore);
            awaitMetric(cooling(used, 0));
            store.serve(Catalogues.of(false, true, true));
            awaitLines(2);
            end(tori);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("The proxy 127.0.0.1:" + used.port() + " refused the connection")
                    .contains("The proxy 127.0.0.1:" + used.port() + " works again")
                    .doesNotContain("secret", "bob", "session-7");
        }
        assertThat(types()).containsExactly("tori.variant.restocked", "tori.variant.sold_out");
    }

    @Test
    void shouldSayThatNoProxyWorksAndGoOnWithOthersAfterAReload() throws Exception {
        writeConfig("proxies: http://bob:wrong-secret@127.0.0.1:" + http.port());
        try (ToriProcess tori = start()) {
            awaitSaid(tori, "no proxy could be used (127.0.0.1:" + http.port());
            assertThat(store.polls()).isZero();
            writeConfig(proxies());
            tori.signal("HUP");
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines(1);
            end(tori);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("did not take the user and password")
                    .contains("Reloaded: http changed")
                    .doesNotContain("secret");
        }
        assertThat(types()).containsExactly("tori.variant.restocked");
    }

    @Test
    void shouldAskAResolverOverHttpsForANameThatTheSystemDoesNotResolve() throws Exception {
        resolver.tell(SHOP, "127.0.0.1");
        writeConfig("dns: {fallback: \"" + resolver.url() + "\"}");
        try (ToriProcess tori = start()) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines(1);
            end(tori);
            assertThat(String.join("\n", tori.stderr()))
                    .contains("The system's resolver fails")
                    .contains("names are asked for at 127.0.0.1");
        }
        assertThat(resolver.asked()).contains("A " + SHOP, "AAAA " + SHOP);
        assertThat(types()).containsExactly("tori.variant.restocked");
    }

    @Test
    void shouldReachAStoreAtTheOneOfItsAddressesThatAnswers() throws Exception {
        Files.writeString(
                folder.resolve("hosts"),
                """
                127.0.0.9 %1$s
                ::1 %1$s
                127.0.0.1 %1$s
                """
                        .formatted(SHOP));
        writeConfig("max_connections: 10");
        try (ToriProcess tori = start()) {
            awaitPolls(2);
            store.serve(Catalogues.of(true, true, true));
            awaitLines(1);
            end(tori);
        }
        assertThat(types()).containsExactly("tori.variant.restocked");
    }
}
