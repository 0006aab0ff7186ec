package tori.api;

import org.jspecify.annotations.Nullable;

import tori.api.MonitorDesk.Outcome;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers what is asked about monitors and changes those that were added. Called on requests'
 * threads, which wait for the disk.
 */
final class MonitorPages {

    private static final String ROOT = "/api/v1/monitors";
    private static final String ONE = ROOT + "/{uuid}";
    private static final int DEFAULT_PAGE = 100;

    /** As we write it. One that was weakened on its way matches nothing, as RFC 9110 has it. */
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    /** No monitor ever has it. */
    private static final long NO_VERSION = 0;

    private final MonitorDesk desk;

    MonitorPages(MonitorDesk desk) {
        this.desk = desk;
    }

    /** Answers somebody who is known. */
    private interface Answering {
        void answer(Exchange exchange, Caller caller) throws Exception;
    }

    void addTo(Router router) {
        router.get(Audience.USERS, ROOT, known(this::list))
                .post(Audience.USERS, ROOT, known(this::create))
                .get(Audience.USERS, ONE, known(this::show))
                .on("PATCH", Audience.USERS, ONE, known(this::change))
                .on("DELETE", Audience.USERS, ONE, known(this::remove));
    }

    private static Router.Handler known(Answering handler) {
        return exchange -> {
            Caller caller = exchange.caller();
            if (caller == null) {
                exchange.fail(
                        401,
                        ErrorKind.UNAUTHORISED,
                        "log in, or ask from the machine tori runs on");
                return;
            }
            try {
                handler.answer(exchange, caller);
            } catch (IOException e) {
                exchange.fail(503, ErrorKind.INTERNAL, String.valueOf(e.getMessage()));
            }
        };
    }

    private void list(Exchange exchange, Caller caller) throws BadRequestException {
        int limit =
                DeliveryRequests.number(exchange, "limit", DEFAULT_PAGE, 1, MonitorDesk.MAX_PAGE);
        int offset = DeliveryRequests.number(exchange, "offset", 0, 0, Integer.MAX_VALUE);
        MonitorDesk.Page page = desk.list(caller, limit, offset);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("monitors", page.rows().stream().map(MonitorPages::row).toList());
        data.put("total", page.total());
        data.put("limit", limit);
        data.put("offset", offset);
        exchange.succeed(page.total() + (page.total() == 1 ? " monitor" : " monitors"), data);
    }

    private void show(Exchange exchange, Caller caller) {
        MonitorDesk.Entry entry = desk.find(caller, exchange.pathUuid());
        if (entry == null) {
            missing(exchange);
        } else {
            tag(exchange, entry);
            exchange.succeed("monitor " + entry.monitor(), row(entry));
        }
    }

    private void create(Exchange exchange, Caller caller) throws Exception {
        Outcome outcome = desk.create(caller, exchange.jsonBody());
        if (outcome instanceof Outcome.Done(MonitorDesk.Entry entry)) {
            tag(exchange, entry);
            exchange.replaceHeader("Location", ROOT + "/" + entry.id());
            exchange.succeed(201, "monitor " + entry.monitor() + " is added", row(entry));
        } else {
            refuse(exchange, outcome);
        }
    }

    private void change(Exchange exchange, Caller caller) throws Exception {
        UUID id = exchange.pathUuid();
        Outcome outcome = desk.change(caller, id, exchange.jsonBody(), version(exchange));
        if (outcome instanceof Outcome.Done(MonitorDesk.Entry entry)) {
            tag(exchange, entry);
            exchange.succeed("monitor " + entry.monitor() + " is changed", row(entry));
        } else {
            refuse(exchange, outcome);
        }
    }

    private void remove(Exchange exchange, Caller caller) throws Exception {
        exchange.requireNoForm();
        Outcome outcome = desk.remove(caller, exchange.pathUuid(), version(exchange));
        if (outcome instanceof Outcome.Done(MonitorDesk.Entry entry)) {
            exchange.succeed("monitor " + entry.monitor() + " is deleted", row(entry));
        } else {
            refuse(exchange, outcome);
        }
    }

    private static void refuse(Exchange exchange, Outcome outcome) {
        switch (outcome) {
            case Outcome.Invalid invalid ->
                    exchange.fail(
                            400,
                            ErrorKind.INVALID_INPUT,
                            "the monitor is not valid, nothing has changed",
                            invalid.reasons());
            case Outcome.Conflict conflict ->
                    exchange.fail(409, ErrorKind.CONFLICT, conflict.sentence());
            case Outcome.Stale stale -> {
                tag(exchange, stale.entry());
                exchange.fail(
                        412,
                        ErrorKind.CONFLICT,
                        "the monitor was changed meanwhile; read it again");
            }
            case Outcome.Missing _ -> missing(exchange);
            case Outcome.Done _ -> throw new IllegalArgumentException("was not refused");
        }
    }

    private static void missing(Exchange exchange) {
        exchange.fail(404, ErrorKind.NOT_FOUND, "there is no such monitor");
    }

    private static void tag(Exchange exchange, MonitorDesk.Entry entry) {
        MonitorDesk.Added added = entry.added();
        if (added != null) {
            exchange.replaceHeader("ETag", "\"" + added.version() + "\"");
        }
    }

    /** Which version the request is about; null for whichever there is. */
    private static @Nullable Long version(Exchange exchange) {
        String header = exchange.header("If-Match");
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher matcher = VERSION.matcher(header.strip());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : NO_VERSION;
    }

    private static Map<String, Object> row(MonitorDesk.Entry entry) {
        MonitorDesk.Added added = entry.added();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", entry.id().toString());
        data.put("site", entry.monitor().site());
        data.put("monitor", entry.monitor().monitor());
        data.put("type", entry.type());
        data.put("address", entry.address());
        data.put("source", added == null ? "file" : "api");
        data.put("enabled", entry.enabled());
        data.put("running", entry.enabled() && entry.problems().isEmpty());
        data.put("problems", entry.problems());
        data.put("version", added == null ? null : added.version());
        data.put("created_at", added == null ? null : added.createdAt().toString());
        data.put("changed_at", added == null ? null : added.changedAt().toString());
        data.put("config", added == null ? null : added.document());
        return data;
    }
}
