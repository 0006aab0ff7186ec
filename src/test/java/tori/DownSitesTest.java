package tori;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static tori.shopify.Feed.product;
import static tori.shopify.Feed.variant;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import tori.http.Resolver;
import tori.http.ScriptedServer;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.UuidV7;
import tori.poll.ForgetfulStore;
import tori.poll.PollSchedule;
import tori.poll.PollServices;
import tori.poll.PollStatus;
import tori.poll.PollerSpec;
import tori.poll.StateStore;
import tori.shopify.Feed;
import tori.telemetry.CountingMeters;
import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** The whole polling side, threads, gate and network: a site in trouble delays no other. */
@Timeout(120)
class DownSitesTest {

    private static final int HANGING = 40;
    private static final Duration NEVER = Duration.ofMinutes(5);

    @RegisterExtension
    static final WireMockExtension WELL =
            WireMockExtension.newInstance()
                    .options(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"))
                    .build();

    private final NanoClock clock = SystemClocks.monotonic();
    private final InstantSource wall = SystemClocks.wall();
    private final CountingMeters meters = new CountingMeters();
    private final CountDownLatch dnsHangs = new CountDownLatch(1);
    private final Resolver resolver = new Resolver(this::lookup, Resolver.Limits.DEFAULT, clock);
    private final PollTransport transport =
            new PollTransport(PolledShop.http(PolledShop.MAX_BYTES), resolver, clock, wall);
    private final StateStore store = new ForgetfulStore();
    private final MonitorFactory monitors =
            new MonitorFactory(
                    transport, store, wall, clock, new UuidV7(wall, new Random(1)), meters);
    private final PollSchedule schedule =
            new PollSchedule(
                    new PollServices(store, meters, clock, wall), new Random(1), 4 * HANGING);
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();

    private List<InetAddress> lookup(String host) throws UnknownHostException {
        if (host.equals("nameless.test")) {
            try {
                dnsHangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(host);
        }
        // The gate counts per address as well, so each site has its own.
        String address = host.equals("well.test") ? "127.0.0.1" : "127.0.0.2";
        return List.of(InetAddress.ofLiteral(address));
    }

    @AfterEach
    void stop() throws InterruptedException {
        assertThat(schedule.stop(Duration.ofSeconds(20))).isTrue();
        dnsHangs.countDown();
        transport.close();
        resolver.close();
    }

    private void watch(String name, String site) {
        var config = PolledShop.config(new MonitorId("site", name), URI.create(site), NEVER);
        schedule.add(
                new PollerSpec(
                        monitors.monitor(config, PolledShop.http(PolledShop.MAX_BYTES)),
                        events::add,
                        MonitorFactory.cadence(config.schedule())));
    }

    private static void shows(boolean available) {
        String body = Feed.of(product(1, variant(11, available, "1.00")));
        WELL.stubFor(get(anyUrl()).willReturn(aResponse().withBody(body)));
    }

    private long polls(String name) {
        String polled = "polled:site/" + name + ":";
        return meters.count(polled + "unchanged") + meters.count(polled + "ok");
    }

    @Test
    void shouldPollTheHealthySiteWhileOthersHang() throws Exception {
        shows(false);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(4);
        try (ScriptedServer silent =
                        new ScriptedServer(
                                "127.0.0.2",
                                out -> {
                                    asked.countDown();
                                    held.await();
                                });
                ScriptedServer closed = new ScriptedServer("127.0.0.3", out -> {})) {
            String refused = closed.url("");
            closed.close();
            for (int i = 0; i < HANGING; i++) {
                watch("silent" + i, silent.url("").replace("127.0.0.2", "silent.test"));
            }
            watch("nameless", "http://nameless.test");
            watch("refused", refused);
            schedule.start();
            asked.await();
            await().until(() -> meters.count("polled:site/refused:connection") > 0);

            watch("well", WELL.baseUrl().replace("localhost", "well.test"));
            await().until(() -> polls("well") >= 10);
            shows(true);
            await().until(() -> !events.isEmpty());

            assertThat(events).extracting(Event::type).containsExactly(EventType.RESTOCKED);
            assertThat(schedule.statuses())
                    .filteredOn(status -> status.id().monitor().startsWith("silent"))
                    .hasSize(HANGING)
                    .allMatch(PollStatus::running)
                    .allMatch(status -> status.lastResult() == null);
            assertThat(meters.count("up:site/well:false")).isZero();
        } finally {
            held.countDown();
        }
    }
}
