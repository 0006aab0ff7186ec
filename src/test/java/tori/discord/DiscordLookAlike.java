package tori.discord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tori.time.NanoClock;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers on loopback as Discord does: webhooks, their limits with the real headers, the channels'
 * limits that no header tells of, the refusal of malformed messages, and trouble on demand.
 * Thread-safe; every request is answered on a virtual thread of its own.
 */
public final class DiscordLookAlike implements AutoCloseable {

    /** Trouble that can be ordered. */
    public enum Trouble {
        /** Status 500 with a JSON body. */
        SERVER_ERROR,
        /** The message is taken, and the connection closed without an answer. */
        RESET_AFTER_ACCEPT,
        /** Status 429 with Cloudflare's HTML page and no word from Discord. */
        CLOUDFLARE_BAN,
        /** Status 404 as for a deleted webhook. */
        NOT_FOUND,
        /** Status 429 of the global kind. */
        GLOBAL_LIMIT
    }

    /**
     * A message that was taken.
     *
     * @param webhook the webhook's id
     * @param channel the channel's id
     * @param arrivedNanos when the request had come in, by the look-alike's clock
     * @param body the JSON
     * @param query the query of the request's address
     */
    public record Message(
            String webhook, String channel, long arrivedNanos, JsonNode body, String query) {}

    /**
     * An edit that was taken.
     *
     * @param messageId of the message, as it was answered when that was taken
     * @param body the JSON
     */
    public record Edit(String messageId, long arrivedNanos, JsonNode body) {}

    private record Webhook(String token, String channel, FixedWindow window) {}

    private static final Pattern PATH =
            Pattern.compile("/api(?:/v(\\d+))?/webhooks/(\\d+)/([^/]+)(?:/messages/(\\d+))?");
    private static final long FIRST_ID = 1_000_000L;
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final NanoClock clock;

    // All guarded by this.
    private final Map<String, Webhook> webhooks = new HashMap<>();
    private final Map<String, FixedWindow> channels = new HashMap<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Edit> edits = new ArrayList<>();
    private final Map<String, FixedWindow> editWindows = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private Duration latency = Duration.ZERO;
    private int lookups;

    private DiscordLookAlike(HttpServer server, NanoClock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Starts one on any free port, with the machine's clock. */
    public static DiscordLookAlike start() throws IOException {
        return start(0, SystemClocks.monotonic());
    }

    /**
     * Starts one.
     *
     * @param port 0 for any
     * @param clock by which limits are counted and arrivals recorded
     */
    public static DiscordLookAlike start(int port, NanoClock clock) throws IOException {
        // Without it, answers wait 40 ms for the other side's acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        DiscordLookAlike discord = new DiscordLookAlike(server, clock);
        server.createContext("/", discord::handle);
        server.setExecutor(discord.threads);
        server.start();
        return discord;
    }

    /** Creates a webhook that writes to a channel, and gives its address. */
    public synchronized String addWebhook(String id, String token, String channel) {
        webhooks.put(id, new Webhook(token, channel, new FixedWindow(5, Duration.ofSeconds(2))));
        channels.putIfAbsent(channel, new FixedWindow(30, Duration.ofSeconds(60)));
        return "http://127.0.0.1:%d/api/webhooks/%s/%s"
                .formatted(server.getAddress().getPort(), id, token);
    }

    /** The next so many requests meet this trouble. */
    public synchronized void trouble(Trouble trouble, int times) {
        for (int i = 0; i < times; i++) {
            troubles.add(trouble);
        }
    }

    /** How long each answer takes from now on. */
    public synchronized void latency(Duration duration) {
        latency = duration;
    }

    /** The messages taken so far, in order of arrival. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** The edits taken so far, in order of arrival. */
    public synchronized List<Edit> edits() {
        return List.copyOf(edits);
    }

    /** The id of a message, by its place in {@link #messages}. */
    public static String idOf(int index) {
        return Long.toString(FIRST_ID + index + 1);
    }

    /** Somebody deletes a message. */
    public synchronized void delete(String messageId) {
        deleted.add(messageId);
    }

    /** How many requests were answered with each status; 0 stands for no answer. */
    public synchronized Map<Integer, Integer> answers() {
        return Map.copyOf(answers);
    }

    /** How often a webhook was asked about itself. */
    public synchronized int lookups() {
        return lookups;
    }

    /** The most messages of a channel that arrived within any stretch of this length. */
    public synchronized int mostWithin(String channel, Duration window) {
        long[] arrivals =
                messages.stream()
                        .filter(message -> message.channel().equals(channel))
                        .mapToLong(Message::arrivedNanos)
                        .sorted()
                        .toArray();
        int most = 0;
        int from = 0;
        for (int to = 0; to < arrivals.length; to++) {
            while (arrivals[to] - arrivals[from] >= window.toNanos()) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Duration wait;
        synchronized (this) {
            wait = latency;
        }
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            exchange.close();
            return;
        }
        Answer answer;
        synchronized (this) {
            answer = answer(exchange, body);
            answers.merge(answer.status(), 1, Integer::sum);
        }
        answer.write(exchange);
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        Trouble trouble = troubles.poll();
        if (trouble != null && trouble != Trouble.RESET_AFTER_ACCEPT) {
            return Answer.of(trouble);
        }
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        Webhook webhook = path.matches() ? webhooks.get(path.group(2)) : null;
        if (webhook == null) {
            return Answer.of(Trouble.NOT_FOUND);
        }
        if (!webhook.token().equals(path.group(3))) {
            return Answer.error(401, 50027, "Invalid Webhook Token");
        }
        if (exchange.getRequestMethod().equals("GET")) {
            lookups++;
            return lookup(path.group(2), webhook);
        }
        if (exchange.getRequestMethod().equals("PATCH") && path.group(4) != null) {
            Answer answer = patch(path.group(2), path.group(4), body);
            return trouble != null && answer.status() == 200 ? Answer.NONE : answer;
        }
        if (!exchange.getRequestMethod().equals("POST") || path.group(4) != null) {
            return Answer.error(405, 0, "405: Method Not Allowed");
        }
        String query = exchange.getRequestURI().getQuery();
        Answer answer = post(path.group(2), webhook, body, query == null ? "" : query);
        return trouble != null && answer.status() == 200 ? Answer.NONE : answer;
    }

    private static Answer lookup(String id, Webhook webhook) {
        ObjectNode json = JSON.createObjectNode();
        json.put("type", 1).put("id", id).put("name", "Captain Hook");
        json.put("channel_id", webhook.channel()).put("token", webhook.token());
        return new Answer(200, new HashMap<>(), json.toString());
    }

    private Answer post(String id, Webhook webhook, byte[] body, String query) {
        long now = clock.nanoTime();
        if (!webhook.window().tryTake(now)) {
            Answer limited = Answer.limited(webhook.window().resetAfterSeconds(now), "user");
            limited.headers().putAll(limitHeaders(webhook.window(), now));
            return limited;
        }
        Answer answer;
        FixedWindow channel = channels.get(webhook.channel());
        JsonNode message = parsed(body);
        List<DiscordRules.Breach> breaches =
                message == null ? List.of() : DiscordRules.breaches(message);
        if (message == null) {
            answer = Answer.error(400, 50109, "The request body contains invalid JSON.");
        } else if (!breaches.isEmpty()) {
            answer = Answer.malformed(breaches);
        } else if (!channel.tryTake(now)) {
            return Answer.limited(channel.resetAfterSeconds(now), "shared");
        } else {
            messages.add(new Message(id, webhook.channel(), now, message, query));
            ObjectNode taken = message.deepCopy();
            taken.put("id", idOf(messages.size() - 1));
            taken.put("channel_id", webhook.channel());
            answer = new Answer(200, new HashMap<>(), taken.toString());
        }
        answer.headers().putAll(limitHeaders(webhook.window(), now));
        return answer;
    }

    /** Edits have a bucket of their own, as all routes have. */
    private Answer patch(String webhook, String messageId, byte[] body) {
        long now = clock.nanoTime();
        FixedWindow window =
                editWindows.computeIfAbsent(
                        webhook, id -> new FixedWindow(5, Duration.ofSeconds(2)));
        if (!window.tryTake(now)) {
            Answer limited = Answer.limited(window.resetAfterSeconds(now), "user");
            limited.headers().putAll(limitHeaders(window, now));
            return limited;
        }
        Answer answer;
        long index = Long.parseLong(messageId) - FIRST_ID - 1;
        boolean known = index >= 0 && index < messages.size() && !deleted.contains(messageId);
        JsonNode edit = parsed(body);
        List<DiscordRules.Breach> breaches = edit == null ? List.of() : DiscordRules.breaches(edit);
        if (!known) {
            answer = Answer.error(404, 10008, "Unknown Message");
        } else if (edit == null) {
            answer = Answer.error(400, 50109, "The request body contains invalid JSON.");
        } else if (!breaches.isEmpty()) {
            answer = Answer.malformed(breaches);
        } else {
            edits.add(new Edit(messageId, now, edit));
            ObjectNode taken = messages.get((int) index).body().deepCopy();
            taken.setAll((ObjectNode) edit);
            taken.put("id", messageId);
            answer = new Answer(200, new HashMap<>(), taken.toString());
        }
        answer.headers().putAll(limitHeaders(window, now));
        return answer;
    }

    private static JsonNode parsed(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json != null && json.isObject() ? json : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, String> limitHeaders(FixedWindow window, long now) {
        return Map.of(
                "X-RateLimit-Bucket", "e0aeb1c8f6a8a8f9",
                "X-RateLimit-Limit", Integer.toString(window.limit()),
                "X-RateLimit-Remaining", Integer.toString(window.remaining()),
                "X-RateLimit-Reset-After", decimal(window.resetAfterSeconds(now)));
    }

    private static String decimal(double seconds) {
        return String.format(Locale.ROOT, "%.3f", Math.ceil(seconds * 1000) / 1000);
    }

    /** One answer; status 0: the connection is closed instead. */
    private record Answer(int status, Map<String, String> headers, String body) {

        static final Answer NONE = new Answer(0, Map.of(), "");

        static Answer of(Trouble trouble) {
            return switch (trouble) {
                case SERVER_ERROR -> error(500, 0, "500: Internal Server Error");
                case NOT_FOUND -> error(404, 10015, "Unknown Webhook");
                case RESET_AFTER_ACCEPT -> NONE;
                case GLOBAL_LIMIT -> {
                    Answer answer = limited(0.5, "global");
                    answer.headers().put("X-RateLimit-Global", "true");
                    yield answer;
                }
                case CLOUDFLARE_BAN ->
                        new Answer(
                                429,
                                new HashMap<>(
                                        Map.of(
                                                "Content-Type", "text/html; charset=UTF-8",
                                                "cf-ray", "8f00000000000000-FRA",
                                                "Retry-After", "600")),
                                "<!doctype html><title>Access denied | discord.com used Cloudflare"
                                        + "</title><p>Error 1015: you are being rate limited");
            };
        }

        static Answer error(int status, int code, String message) {
            ObjectNode json = JSON.createObjectNode().put("message", message).put("code", code);
            return new Answer(status, new HashMap<>(), json.toString());
        }

        static Answer limited(double seconds, String scope) {
            ObjectNode json = JSON.createObjectNode();
            json.put("message", "You are being rate limited.");
            json.put("retry_after", Math.ceil(seconds * 1000) / 1000);
            json.put("global", scope.equals("global"));
            Map<String, String> headers = new HashMap<>();
            headers.put("X-RateLimit-Scope", scope);
            headers.put("Retry-After", Long.toString((long) Math.ceil(seconds)));
            return new Answer(429, headers, json.toString());
        }

        static Answer malformed(List<DiscordRules.Breach> breaches) {
            ObjectNode json = JSON.createObjectNode();
            json.put("message", "Invalid Form Body").put("code", 50035);
            ObjectNode errors = json.putObject("errors");
            for (DiscordRules.Breach breach : breaches) {
                ObjectNode at = errors;
                for (String name : breach.path().split("\\.")) {
                    at = at.withObjectProperty(name);
                }
                at.withArrayProperty("_errors")
                        .addObject()
                        .put("code", breach.code())
                        .put("message", breach.message());
            }
            return new Answer(400, new HashMap<>(), json.toString());
        }

        void write(HttpExchange exchange) throws IOException {
            try (exchange) {
                if (status == 0) {
                    return;
                }
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.getResponseHeaders().set("Via", "1.1 google");
                headers.forEach(exchange.getResponseHeaders()::set);
                if (!headers.getOrDefault("Content-Type", "json").contains("json")) {
                    exchange.getResponseHeaders().remove("Via");
                }
                exchange.sendResponseHeaders(status, bytes.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
        }
    }

    /**
     * Runs one by hand: {@code [port [latency in ms]]}. Prints its webhook's address, then each
     * message.
     */
    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8090;
        try (DiscordLookAlike discord = start(port, SystemClocks.monotonic())) {
            if (arguments.length > 1) {
                discord.latency(Duration.ofMillis(Long.parseLong(arguments[1])));
            }
            System.out.println(discord.addWebhook("1", "token", "42"));
            int printed = 0;
            while (true) {
                List<Message> all = discord.messages();
                for (; printed < all.size(); printed++) {
                    System.out.println(all.get(printed).body().toPrettyString());
                }
                Thread.sleep(100);
            }
        }
    }
}
