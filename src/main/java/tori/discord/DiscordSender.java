package tori.discord;

import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.config.MessageConfig;
import tori.model.Answer;
import tori.model.Ending;
import tori.model.Event;
import tori.model.MonitorId;
import tori.model.Rate;
import tori.model.SendResult;
import tori.model.Sender;
import tori.model.SharedLimit;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends events to one Discord webhook. Blocks the virtual thread that calls it; one request in
 * flight at a time.
 *
 * <p>Discord counts messages per webhook (5 in 2 s, told in headers) and per channel (30 in 60 s,
 * told by nothing but a 429): {@link #limits} names both, the channel found by asking the webhook.
 */
public final class DiscordSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(DiscordSender.class);

    /** The form Discord asks for; Cloudflare blocks some others. */
    private static final String USER_AGENT = "DiscordBot (https://example.com/bot, 1)";

    private static final int MAX_REASON = 300;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration BETWEEN_LOOKUPS = Duration.ofMillis(500);
    private static final int MAX_LOOKUPS = 3;
    private static final String UNKNOWN_CHANNEL = "discord channel that is not known";
    private static final Rate PER_WEBHOOK = new Rate(5, Duration.ofSeconds(2));
    private static final Rate PER_CHANNEL = new Rate(30, Duration.ofSeconds(60));

    private final OkHttpClient client;
    private final DiscordWebhookUrl url;
    private final DiscordMessage message;
    private final InvalidBudget invalid;
    private final Writing writing;
    private final boolean edits;
    private final Duration attemptTimeout;
    private final StandingConnections.Hold standing;

    /**
     * What a sender writes its messages with.
     *
     * @param wall says when a message was written
     * @param styles how messages about a monitor's events look, where that is not the standard
     * @param sent the messages of this webhook; outlives the sender
     */
    record Writing(
            InstantSource wall,
            Supplier<Map<MonitorId, MessageConfig>> styles,
            SentMessages sent) {}

    /**
     * @param client whose connections are used; its redirects and timeouts are overridden
     * @param invalid shared by all Discord senders of the process
     * @param standing told when Discord wants no requests, and let go when the sender is closed
     */
    DiscordSender(
            OkHttpClient client,
            DiscordSettings settings,
            InvalidBudget invalid,
            Writing writing,
            StandingConnections.Hold standing) {
        this(client, settings, invalid, writing, standing, ATTEMPT_TIMEOUT);
    }

    /**
     * @param attemptTimeout from the first look for an address to the last byte of the answer
     */
    DiscordSender(
            OkHttpClient client,
            DiscordSettings settings,
            InvalidBudget invalid,
            Writing writing,
            StandingConnections.Hold standing,
            Duration attemptTimeout) {
        this.standing = standing;
        this.attemptTimeout = attemptTimeout;
        this.client =
                client.newBuilder()
                        .callTimeout(attemptTimeout)
                        .readTimeout(attemptTimeout)
                        .writeTimeout(attemptTimeout)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .addNetworkInterceptor(new NegativeLengths())
                        .build();
        this.url = settings.url();
        this.message = new DiscordMessage(settings);
        this.invalid = invalid;
        this.writing = writing;
        this.edits = settings.edit();
        String name = settings.username();
        if (name != null && DiscordMessage.allowedName(name) == null) {
            LOG.warn(
                    "Discord does not allow the username \"{}\": the name of webhook {} is shown"
                            + " instead",
                    name,
                    url.id());
        }
    }

    @Override
    public SendResult send(List<Event> events) throws InterruptedException {
        Duration closed = invalid.closedFor();
        if (!closed.isZero()) {
            return new SendResult.Throttled(closed, true);
        }
        Letter letter = new Letter(events, writing.wall().instant(), writing.styles().get());
        OneShotBody body = new OneShotBody(message.encode(letter));
        Request request = request(url.messages()).post(body).build();
        try {
            DiscordAnswer answer = call(request, attemptTimeout);
            SendResult result = answer.result(url);
            String id = answer.messageId();
            if (edits && id != null && result instanceof SendResult.Sent) {
                writing.sent().sent(id, letter);
            }
            return result;
        } catch (IOException e) {
            return failed(e, body.isStarted());
        }
    }

    @Override
    public boolean ended(Ending ending) {
        if (edits) {
            writing.sent().ended(ending);
        }
        return edits;
    }

    /** Says in an earlier message what has sold out since. */
    @Override
    public @Nullable SendResult amend() throws InterruptedException {
        SentMessages sent = writing.sent();
        SentMessages.Edit edit = edits ? sent.next() : null;
        if (edit == null) {
            return null;
        }
        SendResult result;
        try {
            result = edit(edit);
        } catch (InterruptedException e) {
            sent.postponed(edit);
            throw e;
        }
        switch (result) {
            case SendResult.Sent _ -> sent.edited(edit);
            case SendResult.Throttled throttled when throttled.everywhere() -> sent.postponed(edit);
            // Each counts against the invalid answers that Discord bears.
            case SendResult.Throttled _, SendResult.Failed _ -> sent.failed(edit);
            case SendResult.Refused _, SendResult.Gone _ -> sent.gone(edit);
        }
        return result;
    }

    private SendResult edit(SentMessages.Edit edit) throws InterruptedException {
        Duration closed = invalid.closedFor();
        if (!closed.isZero()) {
            return new SendResult.Throttled(closed, true);
        }
        OneShotBody body = new OneShotBody(DiscordMessage.encodeEdit(edit.letter(), edit.ended()));
        Request request = request(url.message(edit.messageId())).patch(body).build();
        try {
            return call(request, attemptTimeout).editResult(url);
        } catch (IOException e) {
            return failed(e, body.isStarted());
        }
    }

    @Override
    public int maxBatch() {
        return DiscordMessage.MAX_EMBEDS;
    }

    @Override
    public int maxEvents() {
        return DiscordMessage.MAX_EVENTS;
    }

    @Override
    public boolean isToldTogether(Event one, Event other) {
        return Telling.isTogether(one, other);
    }

    @Override
    public String host() {
        return url.host();
    }

    @Override
    public String authority() {
        return "discord";
    }

    /**
     * The webhook's and the channel's limit. The channel is asked for, up to three times, which
     * takes 10 s at the most. Webhooks whose channel cannot be learned are taken to write to one
     * channel: that may cost speed, the opposite would overrun the limit.
     */
    @Override
    public List<SharedLimit> limits() throws InterruptedException {
        return List.of(
                new SharedLimit("discord webhook " + url.id(), PER_WEBHOOK),
                new SharedLimit(channelScope(), PER_CHANNEL));
    }

    private String channelScope() throws InterruptedException {
        for (int attempt = 1; attempt <= MAX_LOOKUPS && invalid.closedFor().isZero(); attempt++) {
            if (attempt > 1) {
                SystemClocks.sleeper().sleep(BETWEEN_LOOKUPS.toNanos());
            }
            String trouble;
            try {
                DiscordAnswer answer = call(request(url.resource()).get().build(), LOOKUP_TIMEOUT);
                String channel =
                        answer.json() == null ? "" : answer.json().path("channel_id").asText("");
                if (answer.status() == 200 && !channel.isEmpty()) {
                    return "discord channel " + channel;
                }
                if (answer.result(url) instanceof SendResult.Gone) {
                    tellGone(answer);
                    return UNKNOWN_CHANNEL;
                }
                trouble = "it answered " + answer.status();
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while asking Discord");
                }
                trouble = unreachable(e);
            }
            LOG.warn(
                    "Discord did not say which channel webhook {} writes to ({}), attempt {} of {}",
                    url.id(),
                    trouble,
                    attempt,
                    MAX_LOOKUPS);
        }
        return UNKNOWN_CHANNEL;
    }

    /** With the name that Discord wants to be given. */
    static Request.Builder request(HttpUrl address) {
        return new Request.Builder().url(address).header("User-Agent", USER_AGENT);
    }

    private void tellGone(DiscordAnswer answer) {
        LOG.error(
                "Discord does not know webhook {} or its token (answer {}): nothing can be"
                        + " sent there; create a new webhook in the channel's settings and put"
                        + " its address into the configuration",
                url.id(),
                answer.status());
    }

    private DiscordAnswer call(Request request, Duration timeout) throws IOException {
        Call call = client.newCall(request);
        call.timeout().timeout(timeout.toNanos(), TimeUnit.NANOSECONDS);
        DiscordAnswer answer = answer(call);
        if (answer.isInvalid()) {
            invalid.count();
            if (answer.result(url) instanceof SendResult.Throttled pause && pause.everywhere()) {
                standing.rest(pause.retryAfter());
            }
        }
        return answer;
    }

    /** An answer whose status is known decides, whatever is wrong with its body. */
    private static DiscordAnswer answer(Call call) throws IOException {
        ResponseHead head = new ResponseHead();
        call.addEventListener(head);
        try (Response response = call.execute()) {
            return DiscordAnswer.of(response);
        } catch (IOException e) {
            Response known = head.response();
            if (known == null) {
                throw e;
            }
            return DiscordAnswer.ofHead(known);
        }
    }

    private SendResult failed(IOException e, boolean mayHaveBeenTaken) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while sending to Discord");
        }
        // Before any of the message left, whatever went wrong would go wrong with all others too.
        boolean outage = !mayHaveBeenTaken;
        String reason = mayHaveBeenTaken ? unanswered(e) : unreachable(e);
        return new SendResult.Failed(reason, mayHaveBeenTaken, outage, Answer.NONE);
    }

    private String unanswered(IOException e) {
        return e instanceof InterruptedIOException
                ? "Discord did not answer within " + attemptTimeout.toSeconds() + " s"
                : reason("Discord gave no answer: ", e);
    }

    private String unreachable(IOException e) {
        return reason("cannot reach Discord: ", e);
    }

    private String reason(String how, IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return DiscordText.plain(how + url.masked(what), MAX_REASON);
    }

    @Override
    public void close() {
        standing.close();
    }

    @Override
    public String toString() {
        return "DiscordSender[" + url + "]";
    }
}
