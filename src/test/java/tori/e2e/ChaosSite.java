package tori.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A site whose pages work or fail one by one. */
final class ChaosSite implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private volatile Duration delay = Duration.ZERO;

    /**
     * @param port 0 for any
     */
    ChaosSite(InetAddress address, int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(address, port), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    ChaosSite() throws IOException {
        this(InetAddress.getLoopbackAddress(), 0);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String page) {
        return "http://"
                + server.getAddress().getAddress().getHostAddress()
                + ":"
                + port()
                + "/"
                + page;
    }

    /** The page fails from now on. */
    void fail(String page) {
        statuses.put(page, 503);
    }

    /** The page works again. */
    void mend(String page) {
        statuses.remove(page);
    }

    /** Takes so long over each answer. */
    void delay(Duration each) {
        delay = each;
    }

    /** How often a page was asked for. */
    int asked(String page) {
        return asked.computeIfAbsent(page, name -> new AtomicInteger()).get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String page = exchange.getRequestURI().getPath().substring(1);
        asked.computeIfAbsent(page, name -> new AtomicInteger()).incrementAndGet();
        try (exchange) {
            Thread.sleep(delay);
            exchange.sendResponseHeaders(statuses.getOrDefault(page, 200), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
