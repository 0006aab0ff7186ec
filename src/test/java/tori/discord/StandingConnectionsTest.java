package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.time.SettableClock;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;

/** Time passes when the test lets a keeper's sleep end. */
@Timeout(60)
class StandingConnectionsTest {

    private static final HttpUrl DISCORD =
            HttpUrl.get("https://discord.com/api/v10/webhooks/1/token");

    private final SettableClock clock = new SettableClock();
    private final SynchronousQueue<Duration> asleep = new SynchronousQueue<>();
    private final SynchronousQueue<Boolean> awake = new SynchronousQueue<>();
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private volatile StandingConnections.Asking answer = _ -> 200;

    private final StandingConnections standing =
            new StandingConnections(
                    clock,
                    this::sleep,
                    address -> {
                        asked.add(address.host());
                        return answer.ask(address);
                    });

    @Test
    void shouldAskSomethingSmallWheneverFourMinutesWereQuiet() throws Exception {
        standing.hold(DISCORD);
        for (int i = 0; i < 3; i++) {
            assertThat(asleep.take()).isEqualTo(Duration.ofMinutes(4));
            assertThat(asked).hasSize(i);
            clock.advance(Duration.ofMinutes(4));
            awake.put(true);
        }
        asleep.take();
        assertThat(asked).hasSize(3).containsOnly("discord.com");
    }

    @Test
    void shouldAskNobodyWhoWasAskedSomethingElse() throws Exception {
        standing.hold(DISCORD);
        asleep.take();
        clock.advance(Duration.ofMinutes(3));
        post(DISCORD);
        post(HttpUrl.get("https://elsewhere.example/"));
        clock.advance(Duration.ofMinutes(1));
        awake.put(true);

        assertThat(asleep.take()).isEqualTo(Duration.ofMinutes(3));
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldLeaveAloneForAnHourWhoRefuses() throws Exception {
        answer = _ -> 429;
        standing.hold(DISCORD);
        passOneSleep();

        assertThat(asleep.take()).isEqualTo(Duration.ofHours(1));
        assertThat(asked).hasSize(1);
        clock.advance(Duration.ofMinutes(30));
        post(DISCORD);
        clock.advance(Duration.ofMinutes(30));
        awake.put(true);
        assertThat(asleep.take()).as("an alert does not put the hour off").isNotNull();
        assertThat(asked).hasSize(2);
    }

    @Test
    void shouldAskNothingWhileDiscordWantsNoRequests() throws Exception {
        StandingConnections.Hold hold = standing.hold(DISCORD);
        asleep.take();
        hold.rest(Duration.ofMinutes(15));
        post(DISCORD);
        clock.advance(Duration.ofMinutes(4));
        awake.put(true);

        assertThat(passOneSleep()).isEqualTo(Duration.ofMinutes(11));
        assertThat(asleep.take()).isEqualTo(Duration.ofMinutes(4));
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldGoOnAfterAnOutageAndAfterABug() throws Exception {
        answer =
                _ -> {
                    throw new IOException("no route");
                };
        standing.hold(DISCORD);
        passOneSleep();
        assertThat(passOneSleep()).as("after an outage").isEqualTo(Duration.ofSeconds(30));
        assertThat(asleep.take()).as("while it lasts").isEqualTo(Duration.ofSeconds(30));
        answer =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        clock.advance(Duration.ofSeconds(30));
        awake.put(true);
        assertThat(passOneSleep()).isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void shouldEndWithTheLastSenderAndBeginAgainWithTheNext() throws Exception {
        StandingConnections.Hold one = standing.hold(DISCORD);
        StandingConnections.Hold other = standing.hold(DISCORD);
        asleep.take();
        one.close();
        assertThat(ended).isEmpty();
        other.close();
        assertThat(ended.take()).isEqualTo("standing discord.com");

        standing.hold(DISCORD);
        assertThat(passOneSleep()).isEqualTo(Duration.ofMinutes(4));
        assertThat(asked.take()).isEqualTo("discord.com");
    }

    @Test
    void shouldEndWithTheProcessWhoeverHoldsOne() throws Exception {
        StandingConnections.Hold forgotten = standing.hold(DISCORD);
        asleep.take();
        standing.close();
        assertThat(ended.take()).isEqualTo("standing discord.com");
        forgotten.close();
    }

    @Test
    void shouldLeavePlainConnectionsAlone() throws Exception {
        standing.hold(HttpUrl.get("http://127.0.0.1:8090/api/v10/webhooks/1/token")).close();
        standing.hold(HttpUrl.get("http://127.0.0.1:8090/api/v10/webhooks/1/token"));
        standing.hold(DISCORD);
        passOneSleep();
        passOneSleep();
        asleep.take();

        assertThat(asked).containsOnly("discord.com");
    }

    /** Returns how long a keeper meant to sleep, when it has slept. */
    private Duration passOneSleep() throws InterruptedException {
        Duration wanted = asleep.take();
        clock.advance(wanted);
        awake.put(true);
        return wanted;
    }

    private void sleep(long nanos) throws InterruptedException {
        try {
            asleep.put(Duration.ofNanos(nanos));
            awake.take();
        } catch (InterruptedException e) {
            ended.add(Thread.currentThread().getName());
            throw e;
        }
    }

    private void post(HttpUrl address) throws IOException {
        OkHttpClient client =
                new OkHttpClient.Builder()
                        .addInterceptor(standing::note)
                        .addInterceptor(chain ->
                                new Response.Builder()
                                        .request(chain.request())
                                        .protocol(Protocol.HTTP_2)
                                        .code(200)
                                        .message("")
                                        .body(ResponseBody.create("", null))
                                        .build())
                        .build();
        client.newCall(new Request.Builder().url(address).build()).execute().close();
    }
}
