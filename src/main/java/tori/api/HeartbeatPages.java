package tori.api;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Takes pushes, by {@code POST} or, for jobs that can do no better, {@code GET}. Called on
 * requests' threads.
 *
 * <p>A push says that all is well, unless {@code status} says otherwise: {@code down} or {@code
 * fail}. Those of other machines show the monitor's token, as {@code Authorization: Bearer …} or
 * {@code ?token=…}; a page in a browser on this machine can make no push without it.
 */
final class HeartbeatPages {

    private static final String PATH = "/api/v1/heartbeats/{site}/{monitor}";
    private static final String BEARER = "bearer ";
    private static final int MAX_WORDS = 200;

    private final HeartbeatDesk desk;

    HeartbeatPages(HeartbeatDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router) {
        router.get(Audience.ANYONE, PATH, this::push).post(Audience.ANYONE, PATH, this::push);
    }

    private void push(Exchange exchange) throws BadRequestException {
        if (exchange.method().equals("HEAD")) {
            throw new BadRequestException(405, "a push is made with POST or GET");
        }
        MonitorId monitor = new MonitorId(exchange.pathPart("site"), exchange.pathPart("monitor"));
        boolean trusted = LocalOnly.refusal(exchange) == null;
        boolean well = isWell(exchange.parameter("status"));
        HeartbeatDesk.Receipt receipt =
                desk.push(
                        new HeartbeatDesk.Push(
                                monitor, trusted, token(exchange), well, words(exchange)));
        switch (receipt) {
            case TAKEN -> {
                Map<String, Object> data = new LinkedHashMap<>();
                data.put("site", monitor.site());
                data.put("monitor", monitor.monitor());
                data.put("status", well ? "up" : "down");
                exchange.succeed("taken", data);
            }
            case UNKNOWN ->
                    exchange.fail(
                            404, ErrorKind.NOT_FOUND, "no monitor of this name waits for pushes");
            case REFUSED ->
                    exchange.fail(
                            401,
                            ErrorKind.UNAUTHORISED,
                            "show the monitor's token, as Authorization: Bearer … or ?token=…; one"
                                    + " without a token takes pushes of this machine only");
        }
    }

    private static boolean isWell(@Nullable String status) throws BadRequestException {
        String word = status == null ? "up" : status.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "up", "ok", "" -> true;
            case "down", "fail" -> false;
            default -> throw new BadRequestException("status must be up, ok, down or fail");
        };
    }

    private static @Nullable String token(Exchange exchange) {
        String header = exchange.header("Authorization");
        if (header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return header.substring(BEARER.length()).strip();
        }
        return exchange.parameter("token");
    }

    /** Told to people: on one line, and no more of it than fits there. */
    private static String words(Exchange exchange) {
        String words = exchange.parameter("msg");
        if (words == null) {
            return "";
        }
        String line = words.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
        return line.length() <= MAX_WORDS ? line : line.substring(0, MAX_WORDS);
    }
}
