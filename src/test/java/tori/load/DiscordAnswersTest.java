package tori.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.time.SettableClock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

class DiscordAnswersTest {

    private final SettableClock clock = new SettableClock();
    private final AlertBook book = new AlertBook(2);

    private DiscordAnswers discord(double slow, double errors, double limited) {
        return new DiscordAnswers(
                2,
                new DiscordTrouble(Duration.ofMillis(10), slow, errors, limited, 1),
                book,
                clock);
    }

    private Request request(String path, String body) {
        Request request = new Request(path, clock.nanoTime());
        request.body = body.getBytes(StandardCharsets.UTF_8);
        return request;
    }

    private Reply post(DiscordAnswers discord, int webhook) {
        String path = "/api/v10/webhooks/" + webhook + "/token?wait=true";
        return Objects.requireNonNull(discord.answer(request(path, "{\"embeds\":[]}")));
    }

    private static String body(Reply reply) {
        return new String(reply.body, StandardCharsets.UTF_8);
    }

    @Test
    void shouldTakeFiveInTwoSecondsAndSayWhenToGoOn() {
        DiscordAnswers discord = discord(0, 0, 0);
        for (int i = 0; i < 5; i++) {
            Reply taken = post(discord, 0);
            assertThat(taken.status).isEqualTo("200 OK");
            assertThat(taken.headers).contains("X-RateLimit-Remaining: " + (4 - i));
        }
        clock.advance(Duration.ofMillis(500));
        Reply limited = post(discord, 0);

        assertThat(limited.status).startsWith("429");
        assertThat(body(limited)).contains("\"retry_after\":1.500", "\"global\":false");
        assertThat(limited.headers).contains("Retry-After: 2");
        assertThat(post(discord, 1).status).isEqualTo("200 OK");
        assertThat(discord.count().avoidable()).isOne();
    }

    @Test
    void shouldTakeThirtyInAMinuteForAChannel() {
        DiscordAnswers discord = discord(0, 0, 0);
        for (int i = 0; i < 30; i++) {
            assertThat(post(discord, 0).status).isEqualTo("200 OK");
            clock.advance(Duration.ofMillis(500));
        }

        assertThat(post(discord, 0).status).startsWith("429");
        clock.advance(Duration.ofSeconds(45));
        assertThat(post(discord, 0).status).isEqualTo("200 OK");
    }

    @Test
    void shouldTakeEditsAsItTakesMessages() {
        DiscordAnswers discord = discord(0, 0, 0);
        String path = "/api/v10/webhooks/0/token/messages/17";
        for (int i = 0; i < 5; i++) {
            Reply taken = Objects.requireNonNull(discord.answer(request(path, "{}")));
            assertThat(taken.status).isEqualTo("200 OK");
            assertThat(body(taken)).contains("\"id\":");
        }

        assertThat(post(discord, 0).status).startsWith("429");
        assertThat(discord.count().edits()).isEqualTo(5);
        assertThat(discord.count().requests()).isOne();
    }

    @Test
    void shouldTellPlannedRefusalsFromThoseThatWereCalledFor() {
        DiscordAnswers discord = discord(0, 0, 0.999);
        assertThat(post(discord, 0).status).startsWith("429");
        clock.advance(Duration.ofMillis(50));
        post(discord, 0);
        assertThat(discord.count().unheard()).isOne();
        clock.advance(Duration.ofMillis(200));
        post(discord, 0);

        assertThat(discord.count()).isEqualTo(new DiscordAnswers.Count(3, 0, 1, 1, 1, 0));
    }

    @Test
    void shouldFailAndBeSlowByTheirShares() {
        Reply failed = post(discord(1, 0.999, 0), 0);

        assertThat(failed.status).startsWith("500");
        assertThat(failed.delayNanos).isEqualTo(200_000_000);
        assertThat(book.count().messages()).isZero();
    }

    @Test
    void shouldReadWhatAMessageTells() {
        book.changed(41, true, clock.nanoTime());
        book.serving(0, 41, true, clock.nanoTime());
        String message =
                "{\"embeds\":[{\"title\":\"Restocked: Hat\","
                        + "\"url\":\"http://127.0.0.1/s0/products/hat?variant=41#2\"}]}";

        Reply reply = discord(0, 0, 0).answer(request("/api/v10/webhooks/0/token", message));

        assertThat(Objects.requireNonNull(reply).status).startsWith("204");
        assertThat(book.count().told()).isOne();
    }

    @Test
    void shouldNameTheChannelAndLeaveOtherPathsAlone() {
        DiscordAnswers discord = discord(0, 0, 0);
        Reply known = discord.answer(request("/api/v10/webhooks/1/token", ""));

        assertThat(body(Objects.requireNonNull(known))).contains("\"channel_id\":\"1\"");
        assertThat(discord.answer(request("/api/v10/webhooks/2/token", ""))).isNull();
        assertThat(discord.answer(request("/s0/products.json?limit=250", ""))).isNull();
    }
}
