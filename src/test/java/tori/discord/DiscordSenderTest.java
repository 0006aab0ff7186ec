package tori.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static tori.model.SendResults.withoutAnswer;

import okhttp3.OkHttpClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.discord.DiscordLookAlike.Trouble;
import tori.model.Answer;
import tori.model.DrippingReceiver;
import tori.model.Ending;
import tori.model.Event;
import tori.model.FreePort;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Gone;
import tori.model.SendResult.Sent;
import tori.model.SendResult.Throttled;
import tori.model.SharedLimit;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

class DiscordSenderTest {

    private static final String TOKEN = "very-secret_token";
    private static final List<Event> ONE = List.of(SampleEvents.restocked());

    private final SettableClock clock = new SettableClock();
    private final OkHttpClient client = new OkHttpClient();
    private final DiscordSender.Writing writing =
            new DiscordSender.Writing(
                    InstantSource.fixed(SampleEvents.TIME.plusMillis(38)),
                    Map::of,
                    new SentMessages(clock));
    private InvalidBudget invalid = new InvalidBudget(clock);
    private DiscordLookAlike discord;
    private String url;

    @BeforeEach
    void start() throws IOException {
        discord = DiscordLookAlike.start(0, clock);
        url = discord.addWebhook("7", TOKEN, "42");
    }

    @AfterEach
    void stop() {
        discord.close();
        client.connectionPool().evictAll();
    }

    @Test
    void shouldPostToVersion10AndWaitForTheAnswer() throws Exception {
        SendResult result = sender(url + "?thread_id=99&wait=false").send(ONE);

        assertThat(withoutAnswer(result)).isEqualTo(Sent.NOW);
        assertThat(discord.messages()).hasSize(1);
        assertThat(discord.messages().getFirst().query()).isEqualTo("wait=true&thread_id=99");
    }

    @Test
    void shouldSendTenEventsAsOneMessage() throws Exception {
        sender(url).send(Collections.nCopies(10, SampleEvents.newProduct(300)));

        assertThat(discord.messages().getFirst().body().path("embeds")).hasSize(10);
    }

    @Test
    void shouldEditAMessageWhoseVariantHasSoldOut() throws Exception {
        DiscordSender sender = sender(url + "?thread_id=99");
        sender.send(List.of(SampleEvents.restocked(9, "9")));
        assertThat(sender.amend()).as("nothing is out of date").isNull();
        assertThat(sender.ended(ending(9))).isTrue();

        assertThat(withoutAnswer(sender.amend())).isEqualTo(Sent.NOW);
        assertThat(discord.edits()).hasSize(1);
        assertThat(discord.edits().getFirst().messageId()).isEqualTo(DiscordLookAlike.idOf(0));
        assertThat(discord.edits().getFirst().body().at("/embeds/0/description").asText())
                .isEqualTo("**Sold out after 3 m 12 s**");
        assertThat(sender.amend()).isNull();
        assertThat(discord.messages()).hasSize(1);
    }

    @Test
    void shouldObeyTheLimitsOfEdits() throws Exception {
        DiscordSender sender = sender(url);
        for (int i = 0; i < 6; i++) {
            sender.send(List.of(SampleEvents.restocked(i, "9")));
            sender.ended(ending(i));
            clock.advance(Duration.ofSeconds(1));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(withoutAnswer(sender.amend())).isEqualTo(Sent.NOW);
        }
        assertThat(withoutAnswer(sender.amend())).isEqualTo(new Sent(Duration.ofSeconds(2)));
        assertThat(withoutAnswer(sender.amend()))
                .isEqualTo(new Throttled(Duration.ofSeconds(2), false));
        clock.advance(Duration.ofSeconds(2));
        assertThat(withoutAnswer(sender.amend())).isEqualTo(Sent.NOW);
        assertThat(discord.edits()).hasSize(6);
    }

    @Test
    void shouldGiveUpAnEditThatIsThrottledThreeTimes() throws Exception {
        DiscordSender sender = sender(url);
        for (int i = 0; i < 6; i++) {
            sender.send(List.of(SampleEvents.restocked(i, "9")));
            sender.ended(ending(i));
            clock.advance(Duration.ofSeconds(1));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(sender.amend()).isInstanceOf(Sent.class);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(sender.amend()).isInstanceOf(Throttled.class);
        }
        clock.advance(Duration.ofMinutes(1));
        assertThat(sender.amend()).isNull();
        assertThat(discord.edits()).hasSize(5);
    }

    @Test
    void shouldForgetAMessageThatSomebodyHasDeleted() throws Exception {
        DiscordSender sender = sender(url);
        sender.send(List.of(SampleEvents.restocked(9, "9")));
        discord.delete(DiscordLookAlike.idOf(0));
        sender.ended(ending(9));

        assertThat(withoutAnswer(sender.amend()))
                .isEqualTo(
                        new SendResult.Refused(
                                "Discord answered 404: Unknown Message (code 10008)"));
        assertThat(sender.amend()).isNull();
    }

    @Test
    void shouldTryAFailedEditAgain() throws Exception {
        DiscordSender sender = sender(url);
        sender.send(List.of(SampleEvents.restocked(9, "9")));
        sender.ended(ending(9));
        discord.trouble(Trouble.SERVER_ERROR, 1);

        assertThat(sender.amend()).isInstanceOf(Failed.class);
        assertThat(sender.amend()).isInstanceOf(Sent.class);
    }

    @Test
    void shouldMakeAnEditLaterThatWasInterrupted() throws Exception {
        DiscordSender sender = sender(url);
        sender.send(List.of(SampleEvents.restocked(9, "9")));
        sender.ended(ending(9));
        discord.latency(Duration.ofMinutes(1));
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread editing =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                outcome.set(String.valueOf(sender.amend()));
                            } catch (InterruptedException e) {
                                outcome.set(e);
                            }
                        });
        editing.interrupt();

        assertThat(editing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        discord.latency(Duration.ZERO);
        assertThat(sender.amend()).isInstanceOf(Sent.class);
    }

    @Test
    void shouldEditNothingWhereTheUserDoesNotWantIt() throws Exception {
        DiscordSettings settings = DiscordSettings.of(url, null, null, null, false);
        DiscordSender sender = new DiscordSender(client, settings, invalid, writing, () -> {});
        sender.send(List.of(SampleEvents.restocked(9, "9")));

        assertThat(sender.ended(ending(9))).isFalse();
        assertThat(sender.amend()).isNull();
        assertThat(writing.sent().size()).isZero();
    }

    private static Ending ending(long variant) {
        return new Ending(SampleEvents.SOURCE, "1/" + variant, SampleEvents.TIME.plusSeconds(192));
    }

    @Test
    void shouldPauseWhenTheHeadersSayThatNothingIsLeft() throws Exception {
        DiscordSender sender = sender(url);
        for (int i = 0; i < 4; i++) {
            assertThat(withoutAnswer(sender.send(ONE))).isEqualTo(Sent.NOW);
        }
        clock.advance(Duration.ofMillis(500));

        assertThat(withoutAnswer(sender.send(ONE))).isEqualTo(new Sent(Duration.ofMillis(1500)));
        assertThat(withoutAnswer(sender.send(ONE)))
                .isEqualTo(new Throttled(Duration.ofMillis(1500), false));
    }

    @Test
    void shouldReportTheChannelsLimitThatNoHeaderTellsOf() throws Exception {
        DiscordSender sender = sender(url);
        for (int i = 0; i < 30; i++) {
            assertThat(sender.send(ONE)).isInstanceOf(Sent.class);
            clock.advance(Duration.ofMillis(500));
        }

        assertThat(withoutAnswer(sender.send(ONE)))
                .isEqualTo(new Throttled(Duration.ofSeconds(45), false));
        assertThat(discord.mostWithin("42", Duration.ofSeconds(60))).isEqualTo(30);
    }

    @Test
    void shouldTellAGlobalLimitAndABanFromItsOwnLimit() throws Exception {
        List<Duration> rests = new ArrayList<>();
        DiscordSender sender = sender(url, resting(rests));
        discord.trouble(Trouble.GLOBAL_LIMIT, 1);
        discord.trouble(Trouble.CLOUDFLARE_BAN, 1);

        assertThat(withoutAnswer(sender.send(ONE)))
                .isEqualTo(new Throttled(Duration.ofMillis(500), true));
        assertThat(withoutAnswer(sender.send(ONE)))
                .isEqualTo(new Throttled(Duration.ofMinutes(10), true));
        assertThat(rests)
                .as("nobody else asks meanwhile")
                .containsExactly(Duration.ofMillis(500), Duration.ofMinutes(10));
    }

    private static StandingConnections.Hold resting(List<Duration> rests) {
        return new StandingConnections.Hold() {
            @Override
            public void rest(Duration pause) {
                rests.add(pause);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void shouldReportADeletedWebhookAsGoneWithoutItsToken() throws Exception {
        discord.trouble(Trouble.NOT_FOUND, 1);
        SendResult unknown = sender(url).send(ONE);
        assertThat(withoutAnswer(unknown))
                .isEqualTo(new Gone("Discord answered 404: Unknown Webhook (code 10015)"));

        SendResult wrongToken = sender(url + "x").send(ONE);
        assertThat(wrongToken).isInstanceOf(Gone.class);
        assertThat(wrongToken.toString()).contains("401").doesNotContain(TOKEN);
    }

    @Test
    void shouldCallAServerErrorAmbiguous() throws Exception {
        discord.trouble(Trouble.SERVER_ERROR, 1);

        assertThat(sender(url).send(ONE))
                .isEqualTo(
                        new Failed(
                                "Discord answered 500: 500: Internal Server Error (code 0)",
                                true,
                                false,
                                new Answer(
                                        500,
                                        "{\"message\":\"500: Internal Server"
                                                + " Error\",\"code\":0}")));
    }

    @Test
    void shouldNotRepeatAMessageWhoseConnectionBroke() throws Exception {
        DiscordSender sender = sender(url);
        sender.send(ONE); // so that the next one travels on a pooled connection
        discord.trouble(Trouble.RESET_AFTER_ACCEPT, 1);

        SendResult result = sender.send(ONE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.ambiguous()).isTrue();
                            assertThat(failed.outage()).isFalse();
                            assertThat(failed.answer()).isEqualTo(Answer.NONE);
                        });
        assertThat(discord.messages()).hasSize(2);
        assertThat(result.toString()).doesNotContain(TOKEN);
    }

    @Test
    void shouldKnowThatARefusedConnectionTookNothing() throws Exception {
        int port = FreePort.choose();
        SendResult result =
                sender("http://127.0.0.1:" + port + "/api/webhooks/7/" + TOKEN).send(ONE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.ambiguous()).isFalse();
                            assertThat(failed.outage()).isTrue();
                            assertThat(failed.reason()).startsWith("cannot reach Discord: ");
                            assertThat(failed.reason()).doesNotContain(TOKEN);
                        });
    }

    @Test
    void shouldKeepWhatDiscordSaid() throws Exception {
        discord.trouble(Trouble.CLOUDFLARE_BAN, 1);
        SendResult banned = sender(url).send(ONE);
        SendResult sent = sender(url).send(ONE);

        assertThat(banned.answer())
                .isEqualTo(
                        new Answer(
                                429,
                                "Access denied | discord.com used Cloudflare Error 1015: you are"
                                        + " being rate limited"));
        assertThat(sent.answer().status()).isEqualTo(200);
        assertThat(sent.answer().excerpt())
                .contains("Blue Hoodie")
                .hasSizeLessThanOrEqualTo(Answer.MAX_EXCERPT);
    }

    @Test
    @Timeout(60) // the receiver drips for ever
    void shouldNotWaitForAnAnswerThatDrips() throws Exception {
        try (DrippingReceiver head = new DrippingReceiver("HTTP/1.1 200 OK\r\nX-Drip: ")) {
            assertThat(impatient(head).send(ONE))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> {
                                assertThat(failed.ambiguous()).isTrue();
                                assertThat(failed.outage()).isFalse();
                            });
            assertThat(head.requests()).isEqualTo(1);
        }
        String status = "HTTP/1.1 404 Not Found\r\nContent-Length: 9000\r\n\r\n";
        try (DrippingReceiver body = new DrippingReceiver(status + "no such ")) {
            SendResult result = impatient(body).send(ONE);
            assertThat(result).isInstanceOf(Gone.class);
            assertThat(result.answer().excerpt()).startsWith("no such x");
        }
    }

    @ParameterizedTest
    @CsvSource({"200, -7", "200, -9223372036854775808", "204, 5", "205, 5"})
    @Timeout(60)
    void shouldBelieveTheStatusWhateverIsWrongWithTheBody(int status, String length)
            throws Exception {
        String head = "HTTP/1.1 " + status + " X\r\nContent-Length: " + length + "\r\n\r\n";
        try (DrippingReceiver odd = new DrippingReceiver(head)) {
            assertThat(impatient(odd).send(ONE))
                    .isEqualTo(new Sent(Duration.ZERO, new Answer(status, "")));
        }
        String refused = "HTTP/1.1 401 X\r\nContent-Length: -7\r\n\r\n";
        try (DrippingReceiver odd = new DrippingReceiver(refused)) {
            invalid = new InvalidBudget(clock, 1, Duration.ofMinutes(10));
            assertThat(impatient(odd).send(ONE)).isInstanceOf(Gone.class);
            assertThat(invalid.closedFor()).isPositive();
        }
    }

    private DiscordSender impatient(DrippingReceiver receiver) {
        DiscordSettings settings =
                DiscordSettings.of(
                        receiver.url() + "/api/webhooks/7/" + TOKEN, null, null, null, true);
        return new DiscordSender(
                client, settings, invalid, writing, () -> {}, Duration.ofMillis(500));
    }

    @Test
    void shouldNameTheHostThatAnswers() {
        assertThat(sender("https://ptb.discord.com/api/webhooks/1/a").host())
                .isEqualTo("ptb.discord.com");
        assertThat(sender("http://LocalHost:8090/api/webhooks/1/a").host()).isEqualTo("localhost");
    }

    @Test
    void shouldStopCallingWhenTheBudgetOfInvalidAnswersIsSpent() throws Exception {
        invalid = new InvalidBudget(clock, 2, Duration.ofMinutes(10));
        DiscordSender first = sender(url + "x");
        DiscordSender second = sender(url);
        first.send(ONE);
        clock.advance(Duration.ofMinutes(1));
        first.send(ONE);

        assertThat(withoutAnswer(second.send(ONE)))
                .isEqualTo(new Throttled(Duration.ofMinutes(9), true));
        assertThat(second.limits()).hasSize(2);
        assertThat(discord.answers()).isEqualTo(Map.of(401, 2));

        clock.advance(Duration.ofMinutes(9));
        assertThat(second.send(ONE)).isInstanceOf(Sent.class);
    }

    @Test
    void shouldLearnTheChannelFromTheWebhookItself() throws Exception {
        String other = discord.addWebhook("8", "other", "42");

        assertThat(sender(url).limits())
                .extracting(SharedLimit::scope)
                .containsExactly("discord webhook 7", "discord channel 42");
        assertThat(sender(other).limits().getLast()).isEqualTo(sender(url).limits().getLast());
        assertThat(sender(url).limits().getLast().rate().limit()).isEqualTo(30);
    }

    @Test
    void shouldAskAgainForTheChannel() throws Exception {
        discord.trouble(Trouble.SERVER_ERROR, 2);

        assertThat(sender(url).limits().getLast().scope()).isEqualTo("discord channel 42");
    }

    @Test
    void shouldTakeUnknownChannelsForOne() throws Exception {
        String other = discord.addWebhook("8", "other", "43");
        discord.trouble(Trouble.SERVER_ERROR, 3);
        SharedLimit unanswered = sender(url).limits().getLast();
        discord.trouble(Trouble.NOT_FOUND, 1);
        SharedLimit refused = sender(other).limits().getLast();

        assertThat(unanswered.scope()).isEqualTo("discord channel that is not known");
        assertThat(refused).isEqualTo(unanswered);
    }

    @Test
    void shouldEndAtOnceWhenInterrupted() throws Exception {
        discord.latency(Duration.ofMinutes(1));
        DiscordSender sender = sender(url);
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Object> outcome = new AtomicReference<>();
        Thread sending =
                Thread.ofVirtual()
                        .start(() -> {
                            started.countDown();
                            try {
                                outcome.set(sender.send(ONE));
                            } catch (InterruptedException e) {
                                outcome.set(e);
                            }
                        });
        started.await();
        sending.interrupt();

        assertThat(sending.join(Duration.ofSeconds(10))).isTrue();
        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldNotShowTheTokenAnywhere() {
        DiscordSettings settings = DiscordSettings.of(url, "Tori", null, null, true);

        assertThat(settings.toString()).contains("/webhooks/7/***").doesNotContain(TOKEN);
        assertThat(sender(url).toString()).doesNotContain(TOKEN);
    }

    @Test
    void shouldAcceptDiscordsAddressesOnly() {
        for (String good :
                List.of(
                        "https://discord.com/api/webhooks/1/a-B_9",
                        "https://discord.com/api/v9/webhooks/1/a",
                        "https://ptb.discord.com/api/v10/webhooks/1/a?thread_id=5",
                        "https://canary.discord.com/api/webhooks/1/a/",
                        "https://discordapp.com/api/webhooks/1/a",
                        "http://localhost:8090/api/webhooks/1/a",
                        "http://[::1]:8090/api/webhooks/1/a")) {
            assertThat(DiscordWebhookUrl.parse(good).messages().toString())
                    .contains("/api/v10/webhooks/1/a")
                    .contains("wait=true");
        }
        for (String bad :
                List.of(
                        "",
                        "discord.com/api/webhooks/1/secret",
                        "http://discord.com/api/webhooks/1/secret",
                        "https://discord.com:8443/api/webhooks/1/secret",
                        "https://discord.com.evil.example/api/webhooks/1/secret",
                        "https://user@discord.com/api/webhooks/1/secret",
                        "https://discord.com/api/webhooks/one/secret",
                        "https://discord.com/api/webhooks/1/secret/slack",
                        "https://discord.com/api/webhooks/1",
                        "https://discord.com/api/webhooks/1/secret?thread_id=x")) {
            assertThatThrownBy(() -> DiscordWebhookUrl.parse(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("not a Discord webhook")
                    .hasMessageNotContaining("secret");
        }
    }

    private DiscordSender sender(String address) {
        return sender(address, () -> {});
    }

    private DiscordSender sender(String address, StandingConnections.Hold standing) {
        return new DiscordSender(
                client,
                DiscordSettings.of(address, "Tori", null, null, true),
                invalid,
                writing,
                standing);
    }
}
