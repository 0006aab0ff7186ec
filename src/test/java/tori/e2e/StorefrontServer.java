package tori.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A store on loopback whose pages are given one by one; what is not given is not there. */
final class StorefrontServer implements AutoCloseable {

    private record Page(int status, String location, byte[] body) {}

    private final HttpServer server;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Set<String> challenged = ConcurrentHashMap.newKeySet();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Predicate<HttpExchange> door = exchange -> true;

    StorefrontServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    StorefrontServer shows(String path, String body) {
        pages.put(path, new Page(200, "", body.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    StorefrontServer shows(String path, byte[] body) {
        pages.put(path, new Page(200, "", body));
        return this;
    }

    StorefrontServer answers(String path, int status) {
        pages.put(path, new Page(status, "", new byte[0]));
        return this;
    }

    StorefrontServer leadsTo(String path, String location) {
        pages.put(path, new Page(302, location, new byte[0]));
        return this;
    }

    /** Cloudflare asks in the store's place whether a person is there. */
    StorefrontServer challenges(String path) {
        challenged.add(path);
        return answers(path, 403);
    }

    StorefrontServer without(String path) {
        pages.remove(path);
        return this;
    }

    /** Answers 403 to whom it does not let in. */
    StorefrontServer lets(Predicate<HttpExchange> in) {
        door = in;
        return this;
    }

    /** The paths with their queries that were asked for, in order. */
    List<String> asked() {
        return asked;
    }

    long asked(String path) {
        return asked.stream().filter(each -> each.split("\\?", 2)[0].equals(path)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Page page =
                door.test(exchange)
                        ? pages.getOrDefault(path, new Page(404, "", new byte[0]))
                        : new Page(403, "", new byte[0]);
        if (!page.location().isEmpty()) {
            exchange.getResponseHeaders().set("Location", page.location());
        }
        if (challenged.contains(path) && page.status() == 403) {
            exchange.getResponseHeaders().set("cf-mitigated", "challenge");
        }
        exchange.sendResponseHeaders(
                page.status(), page.body().length == 0 ? -1 : page.body().length);
        if (page.body().length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(page.body());
            }
        }
        exchange.close();
        asked.add(exchange.getRequestURI().toString());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
