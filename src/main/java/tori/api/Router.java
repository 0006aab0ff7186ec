package tori.api;

import io.helidon.webserver.CloseConnectionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the handler of a request, lets in whom it is for, and answers what goes wrong. Immutable
 * once built.
 */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** Answers one kind of request. May block. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    /**
     * @param method what it answers; a {@code GET} route answers {@code HEAD} too
     * @param audience whom it is for
     */
    private record Route(String method, Audience audience, Handler handler) {}

    /** What is said of a route. */
    record Entry(String method, String path, Audience audience) {}

    /**
     * A path with a number or names in it, such as {@code /api/v1/deliveries/{id}/retry}.
     *
     * @param names of what is in it, in the order of the path
     */
    private record Template(Pattern path, List<String> names, List<Route> routes) {}

    /** Fits a long; a longer one is nobody's number. */
    private static final String NUMBER = "([0-9]{1,18})";

    /** Longer than any name may be. */
    private static final String TEXT = "([^/]{1,200})";

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private static final String UUID_TEXT =
            "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})";

    private static final String NOTHING_HERE = "there is nothing at this path";

    private final Map<String, List<Route>> routes = new LinkedHashMap<>();
    private final Map<String, Template> templates = new LinkedHashMap<>();

    Router get(Audience audience, String path, Handler handler) {
        return on("GET", audience, path, handler);
    }

    Router post(Audience audience, String path, Handler handler) {
        return on("POST", audience, path, handler);
    }

    /** Has a path answer a method. */
    Router on(String method, Audience audience, String path, Handler handler) {
        return add(path, new Route(method, audience, handler));
    }

    /** All there are. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        routes.forEach((path, here) -> list(path, here, entries));
        templates.forEach((path, template) -> list(path, template.routes(), entries));
        return entries;
    }

    private static void list(String path, List<Route> routes, List<Entry> entries) {
        routes.forEach(route -> entries.add(new Entry(route.method(), path, route.audience())));
    }

    /**
     * A path with {@code {id}} in it answers to any number there, {@code {uuid}} to any of those,
     * and another name in braces to any text without a slash.
     */
    private Router add(String path, Route route) {
        List<String> names = PLACE.matcher(path).results().map(place -> place.group(1)).toList();
        if (!names.isEmpty()) {
            String text =
                    PLACE.matcher(path)
                            .replaceAll(place -> Matcher.quoteReplacement(pattern(place.group(1))));
            templates
                    .computeIfAbsent(
                            path,
                            _ -> new Template(Pattern.compile(text), names, new ArrayList<>()))
                    .routes()
                    .add(route);
        } else {
            routes.computeIfAbsent(path, _ -> new ArrayList<>()).add(route);
        }
        return this;
    }

    void handle(Exchange exchange) {
        try {
            route(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (!exchange.isSent()) {
                exchange.fail(503, ErrorKind.INTERNAL, "tori is stopping");
            }
        } catch (CloseConnectionException e) {
            // Nobody is there to be answered.
            throw e;
        } catch (BadRequestException e) {
            exchange.fail(e.status(), ErrorKind.INVALID_INPUT, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LOG.error("request {} {} failed", exchange.id(), exchange.path(), e);
            if (!exchange.isSent()) {
                exchange.fail(
                        500, ErrorKind.INTERNAL, "tori could not answer this; its log says why");
            }
        }
    }

    private void route(Exchange exchange) throws Exception {
        List<Route> here = find(exchange);
        if (here.isEmpty()) {
            exchange.fail(404, ErrorKind.NOT_FOUND, NOTHING_HERE);
            return;
        }
        @Nullable Route route =
                here.stream()
                        .filter(candidate -> answers(candidate, exchange.method()))
                        .findFirst()
                        .orElse(null);
        if (route == null) {
            String allowed = here.stream().map(Route::method).collect(Collectors.joining(", "));
            exchange.replaceHeader("Allow", allowed);
            exchange.fail(405, ErrorKind.INVALID_INPUT, "this path answers " + allowed);
            return;
        }
        if (isAdmitted(route.audience(), exchange)) {
            route.handler().handle(exchange);
        }
    }

    /** Whether the caller is let in; has been answered otherwise. */
    private static boolean isAdmitted(Audience audience, Exchange exchange)
            throws InterruptedException {
        if (audience == Audience.ANYONE) {
            return true;
        }
        Identity identity;
        try {
            identity = exchange.identity();
        } catch (IOException e) {
            exchange.fail(503, ErrorKind.INTERNAL, String.valueOf(e.getMessage()));
            return false;
        }
        boolean open = exchange.isReadByAnyone();
        return switch (identity) {
            case Identity.Known known when audience.admits(known.caller(), open) -> true;
            case Identity.Known _ -> {
                // As if it was not there: that it is, is nothing to a user.
                exchange.fail(404, ErrorKind.NOT_FOUND, NOTHING_HERE);
                yield false;
            }
            case Identity.Nobody _ when audience.admits(null, open) -> true;
            case Identity.Nobody _ -> {
                turnAway(audience, exchange);
                yield false;
            }
            case Identity.Disbelieved disbelieved -> {
                refuse(exchange, disbelieved.status(), disbelieved.why());
                yield false;
            }
        };
    }

    private static void turnAway(Audience audience, Exchange exchange) {
        if (audience.isForOperators()) {
            String refusal = String.valueOf(LocalOnly.refusal(exchange));
            refuse(exchange, 403, refusal + ", or log in as an administrator");
        } else {
            refuse(exchange, 401, "log in first, and show the token");
        }
    }

    private static void refuse(Exchange exchange, int status, String why) {
        if (status == 401) {
            exchange.replaceHeader("WWW-Authenticate", "Bearer");
        }
        exchange.fail(status, ErrorKind.UNAUTHORISED, why);
    }

    private List<Route> find(Exchange exchange) {
        List<Route> exact = routes.get(exchange.path());
        if (exact != null) {
            return exact;
        }
        for (Template template : templates.values()) {
            Matcher matcher = template.path().matcher(exchange.path());
            if (matcher.matches()) {
                for (int i = 0; i < template.names().size(); i++) {
                    exchange.pathPart(template.names().get(i), matcher.group(i + 1));
                }
                return template.routes();
            }
        }
        return List.of();
    }

    private static String pattern(String name) {
        return switch (name) {
            case "id" -> NUMBER;
            case "uuid" -> UUID_TEXT;
            default -> TEXT;
        };
    }

    /** What is the operator's alone does work when it is asked: it answers no HEAD. */
    private static boolean answers(Route route, String method) {
        return route.method().equals(method)
                || (method.equals("HEAD")
                        && route.method().equals("GET")
                        && route.audience() != Audience.OPERATOR);
    }
}
