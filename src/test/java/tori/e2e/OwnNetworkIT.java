package tori.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.model.FreePort;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the packaged daemon says of a site while its own network is down: nothing. The site is at
 * this machine's address in its network, as those of loopback are never doubted.
 */
@Timeout(300)
class OwnNetworkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir private Path folder;

    private final InetAddress address = address();
    private int port;
    private int sitePort;
    private int neighbourPort;
    private ToriApi api;
    private ChaosSite site;
    private ServerSocket neighbour;
    private WebhookReceiver receiver;
    private ToldIncidents incidents;

    private static InetAddress address() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress())
                    .findFirst()
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress();
        }
    }

    @BeforeEach
    void start() throws IOException {
        assumeThat(address.isLoopbackAddress())
                .as("this machine has no address but loopback, which is never doubted")
                .isFalse();
        port = FreePort.choose();
        api = new ToriApi(port);
        receiver = new WebhookReceiver();
        incidents = new ToldIncidents(receiver, api);
        site = new ChaosSite(address, 0);
        sitePort = site.port();
        neighbour = neighbour(0);
        neighbourPort = neighbour.getLocalPort();
    }

    @AfterEach
    void stop() throws IOException {
        api.close();
        receiver.close();
        site.close();
        neighbour.close();
    }

    /** Takes connections, more than are made here, and says nothing. */
    private static ServerSocket neighbour(int port) throws IOException {
        return new ServerSocket(port, 1_000, InetAddress.getLoopbackAddress());
    }

    private void networkDown() throws IOException {
        neighbour.close();
        site.close();
    }

    private void networkUp() throws IOException {
        site = new ChaosSite(address, sitePort);
        neighbour = neighbour(neighbourPort);
    }

    @Test
    void shouldNeitherOpenNorCloseNorTellAnythingWhileItsOwnNetworkFlaps() throws Exception {
        configure();
        try (ToriProcess tori = ToriProcess.start(folder)) {
            await().atMost(PATIENCE).until(api::isReady);
            awaitState("up");
            for (int flap = 0; flap < 3; flap++) {
                networkDown();
                awaitState("unknown");
                networkUp();
                awaitState("up");
            }
            assertThat(incidents.told()).isEmpty();
            assertThat(incidents.record()).isEmpty();
            assertThat(outcomes()).contains("unknown").doesNotContain("failed");
            site.close();
            awaitState("down");
            awaitTold("opened page");
            String id = incidents.record().getFirst().path("id").asText();
            for (int flap = 0; flap < 3; flap++) {
                neighbour.close();
                awaitState("unknown");
                neighbour = neighbour(neighbourPort);
                awaitState("down");
            }
            assertThat(incidents.told()).containsExactly("opened page");
            assertThat(incidents.record())
                    .singleElement()
                    .satisfies(one -> assertThat(one.path("id").asText()).isEqualTo(id));
            networkUpAgain();
            awaitTold("opened page", "closed page");
            await().atMost(PATIENCE).until(() -> api.deliveries("delivered").size() == 2);
            assertThat(incidents.requireAsWritten()).isZero();
            tori.signal("TERM");
            assertThat(tori.awaitExit()).isZero();
        }
    }

    private void networkUpAgain() throws IOException {
        neighbour.close();
        networkUp();
    }

    private void awaitTold(String... told) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(incidents.told()).containsExactly(told));
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        api.get("/api/v1/status")
                                .data()
                                .path("monitors")
                                .path(0)
                                .path("state")
                                .asText()
                                .equals(state));
    }

    private List<String> outcomes() throws IOException, InterruptedException {
        JsonNode data = api.get("/api/v1/history/shop/page?step=raw").data();
        return data.path("points").findValuesAsText("outcome");
    }

    private void configure() throws IOException {
        Files.writeString(
                folder.resolve("config.yaml"),
                """
                server: {listen: "127.0.0.1:%d"}
                connectivity: {check: ["127.0.0.1:%d"], interval: 100ms, timeout: 500ms}
                defaults:
                  interval: 200ms
                  incident: {open_after: 3, close_after: 2, recheck_every: 200ms}
                  notify: [hook]
                destinations:
                  hook: {type: webhook, url: "%s"}
                sites:
                  - name: shop
                    monitors:
                      - {name: page, type: http, url: "%s", timeout: 2s}
                """
                        .formatted(port, neighbourPort, receiver.url(), site.url("page")));
    }
}
