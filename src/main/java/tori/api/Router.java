package tori.api;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the handler of a request and answers what goes wrong. Immutable once built. */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** Answers one kind of request. May block. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    /**
     * @param method what it answers; a {@code GET} route answers {@code HEAD} too
     * @param localOnly whether {@link LocalOnly} guards it
     */
    private record Route(String method, boolean localOnly, Handler handler) {}

    private final Map<String, Route> routes = new LinkedHashMap<>();

    Router get(String path, Handler handler) {
        routes.put(path, new Route("GET", false, handler));
        return this;
    }

    Router localGet(String path, Handler handler) {
        routes.put(path, new Route("GET", true, handler));
        return this;
    }

    Router localPost(String path, Handler handler) {
        routes.put(path, new Route("POST", true, handler));
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
        } catch (Exception e) {
            LOG.error("request {} {} failed", exchange.id(), exchange.path(), e);
            if (!exchange.isSent()) {
                exchange.fail(
                        500, ErrorKind.INTERNAL, "tori could not answer this; its log says why");
            }
        }
    }

    private void route(Exchange exchange) throws Exception {
        Route route = routes.get(exchange.path());
        if (route == null) {
            exchange.fail(404, ErrorKind.NOT_FOUND, "there is nothing at this path");
            return;
        }
        if (!answers(route, exchange.method())) {
            exchange.replaceHeader("Allow", route.method());
            exchange.fail(405, ErrorKind.INVALID_INPUT, "this path answers " + route.method());
            return;
        }
        @Nullable String refusal = route.localOnly() ? LocalOnly.refusal(exchange) : null;
        if (refusal != null) {
            exchange.fail(403, ErrorKind.UNAUTHORISED, refusal);
            return;
        }
        route.handler().handle(exchange);
    }

    /** A guarded path does work when asked: it answers no HEAD. */
    private static boolean answers(Route route, String method) {
        return route.method().equals(method)
                || (method.equals("HEAD") && route.method().equals("GET") && !route.localOnly());
    }
}
