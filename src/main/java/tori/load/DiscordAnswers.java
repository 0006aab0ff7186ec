package tori.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers messages as Discord does: five in two seconds for a webhook, which its headers tell of,
 * thirty in a minute for its channel, which none tells of, and trouble now and then; edits of
 * messages count as messages do. Thread-safe.
 */
final class DiscordAnswers {

    private static final Pattern PATH =
            Pattern.compile(
                    "/api(?:/v\\d+)?/webhooks/(\\d{1,9})/token(/messages/\\d{1,19})?(\\?.*)?");
    private static final Pattern VARIANT = Pattern.compile("[?&]variant=(\\d{1,18})");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int WEBHOOK_LIMIT = 5;
    private static final long WEBHOOK_NANOS = Duration.ofSeconds(2).toNanos();
    private static final int CHANNEL_LIMIT = 30;
    private static final long CHANNEL_NANOS = Duration.ofSeconds(60).toNanos();

    /** How long a planned 429 asks to wait. */
    private static final long RETRY_NANOS = Duration.ofMillis(750).toNanos();

    private static final int SLOW_FACTOR = 20;

    /** A request that left before the word to wait was heard could not know of it. */
    private static final long HEARD_NANOS = Duration.ofMillis(100).toNanos();

    private static final class Webhook {
        final CountedWindow window = new CountedWindow(WEBHOOK_LIMIT, WEBHOOK_NANOS);
        final CountedWindow channel = new CountedWindow(CHANNEL_LIMIT, CHANNEL_NANOS);
        final Pause pause = new Pause();
    }

    /** A time in which nothing is taken. */
    private static final class Pause {
        boolean asked;
        long heardNanos;
        long untilNanos;

        boolean holds(long nowNanos) {
            return asked && nowNanos - untilNanos < 0;
        }

        void ask(long nowNanos, long heardNanos) {
            this.asked = true;
            this.heardNanos = heardNanos;
            this.untilNanos = nowNanos + RETRY_NANOS;
        }
    }

    private final DiscordTrouble trouble;
    private final AlertBook book;
    private final NanoClock clock;
    private final SplittableRandom random;
    private final List<Webhook> webhooks = new ArrayList<>();
    private final Pause everywhere = new Pause();
    private long requests;
    private long edits;
    private long planned;
    private long unheard;
    private long avoidable;
    private long errors;

    DiscordAnswers(int webhooks, DiscordTrouble trouble, AlertBook book, NanoClock clock) {
        this.trouble = trouble;
        this.book = book;
        this.clock = clock;
        this.random = new SplittableRandom(trouble.seed());
        for (int i = 0; i < webhooks; i++) {
            this.webhooks.add(new Webhook());
        }
    }

    /** The path of a webhook's address. */
    static String path(int webhook) {
        return "/api/webhooks/" + webhook + "/token";
    }

    /** The answer; null if the request is for no webhook. */
    @Nullable Reply answer(Request request) {
        Matcher path = PATH.matcher(request.path);
        if (!path.matches() || Integer.parseInt(path.group(1)) >= webhooks.size()) {
            return null;
        }
        int number = Integer.parseInt(path.group(1));
        if (request.body.length == 0) {
            return json("200 OK", channel("\"type\":1,\"id\":\"" + number + "\"", number));
        }
        boolean waits = path.group(3) != null && path.group(3).contains("wait=true");
        return post(number, waits, path.group(2) != null, request);
    }

    private synchronized Reply post(int number, boolean waits, boolean edit, Request request) {
        if (edit) {
            edits++;
        } else {
            requests++;
        }
        long nowNanos = clock.nanoTime();
        long delayNanos = trouble.latency().toNanos();
        if (random.nextDouble() < trouble.slow()) {
            delayNanos *= SLOW_FACTOR;
        }
        Webhook webhook = webhooks.get(number);
        Reply reply = decide(webhook, number, waits, edit, request, nowNanos, delayNanos);
        reply.delayNanos = delayNanos;
        CountedWindow window = webhook.window;
        return reply.header("X-RateLimit-Bucket", "load" + number)
                .header("X-RateLimit-Limit", Integer.toString(window.limit))
                .header("X-RateLimit-Remaining", Integer.toString(window.remaining()))
                .header("X-RateLimit-Reset-After", seconds(window.resetNanos(nowNanos)))
                .header("Via", "1.1 google");
    }

    private Reply decide(
            Webhook webhook,
            int number,
            boolean waits,
            boolean edit,
            Request request,
            long nowNanos,
            long delayNanos) {
        for (Pause pause : List.of(everywhere, webhook.pause)) {
            if (pause.holds(nowNanos)) {
                if (request.firstByteNanos - pause.heardNanos < HEARD_NANOS) {
                    unheard++;
                } else {
                    avoidable++;
                }
                return limited(pause.untilNanos - nowNanos, pause == everywhere);
            }
        }
        if (!webhook.window.tryTake(nowNanos)) {
            avoidable++;
            return limited(webhook.window.resetNanos(nowNanos), false);
        }
        double lot = random.nextDouble();
        if (lot < trouble.limited()) {
            planned++;
            boolean global = lot < trouble.limited() / 2;
            (global ? everywhere : webhook.pause).ask(nowNanos, nowNanos + delayNanos);
            return limited(RETRY_NANOS, global);
        }
        if (lot < trouble.limited() + trouble.errors()) {
            errors++;
            return json(
                    "500 Internal Server Error", "{\"message\":\"500: Internal Server Error\"}");
        }
        if (!webhook.channel.tryTake(nowNanos)) {
            avoidable++;
            return limited(webhook.channel.resetNanos(nowNanos), false);
        }
        if (!edit) {
            book.message(number, told(request.body), request.firstByteNanos);
        }
        return waits || edit
                ? json("200 OK", channel("\"id\":\"" + requests + "\"", number))
                : Reply.of("204 No Content", new byte[0]);
    }

    private static List<AlertBook.Told> told(byte[] body) {
        List<AlertBook.Told> all = new ArrayList<>();
        try {
            for (JsonNode embed : JSON.readTree(body).path("embeds")) {
                Matcher variant = VARIANT.matcher(embed.path("url").asText());
                if (variant.find()) {
                    all.add(
                            new AlertBook.Told(
                                    Long.parseLong(variant.group(1)),
                                    embed.path("title").asText().startsWith("Restocked")));
                }
            }
        } catch (IOException e) {
            // Tells of nothing, which shows in what is owed.
        }
        return all;
    }

    private static Reply limited(long nanos, boolean global) {
        return json(
                        "429 Too Many Requests",
                        "{\"message\":\"You are being rate limited.\",\"retry_after\":"
                                + seconds(nanos)
                                + ",\"global\":"
                                + global
                                + "}")
                .header("Retry-After", Long.toString((long) Math.ceil(nanos / 1e9)))
                .header("X-RateLimit-Scope", global ? "global" : "user");
    }

    private static String channel(String fields, int webhook) {
        return "{" + fields + ",\"channel_id\":\"" + webhook + "\"}";
    }

    private static Reply json(String status, String body) {
        return Reply.of(status, body).header("Content-Type", "application/json");
    }

    /** Rounded up, as one must not come too early. */
    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", Math.ceil(nanos / 1e6) / 1e3);
    }

    /** What has been answered so far. */
    synchronized Count count() {
        return new Count(requests, edits, planned, unheard, avoidable, errors);
    }

    /**
     * How requests were answered.
     *
     * @param requests messages posted, taken or not
     * @param edits of messages, taken or not
     * @param planned answered 429 though no limit was passed
     * @param unheard answered 429 because they had left before a pause was heard of
     * @param avoidable answered 429 because a known limit or pause was not kept
     * @param errors answered 500
     */
    record Count(
            long requests, long edits, long planned, long unheard, long avoidable, long errors) {}
}
