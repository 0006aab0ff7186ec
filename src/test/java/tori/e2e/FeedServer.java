package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A store on loopback that serves one state of a catalogue, page by page, until given another. */
final class FeedServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger polls = new AtomicInteger();
    private volatile JsonNode catalogue;
    private volatile int status = 200;
    private volatile Duration delay = Duration.ZERO;

    FeedServer(JsonNode catalogue) throws IOException {
        this.catalogue = catalogue;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/products.json", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often a first page was asked for. */
    int polls() {
        return polls.get();
    }

    /** What is answered from now on; a poll under way may still see the state before. */
    void serve(JsonNode catalogue) {
        this.catalogue = catalogue;
    }

    /** Answers this status instead of a catalogue, or the catalogue again for 200. */
    void answer(int status) {
        this.status = status;
    }

    /** Takes its time over each answer from now on. */
    void delay(Duration each) {
        delay = each;
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        int page = Integer.parseInt(query.getOrDefault("page", "1"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "30"));
        byte[] body = JSON.writeValueAsBytes(slice(catalogue, page, limit));
        if (page == 1) {
            polls.incrementAndGet();
        }
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (status != 200) {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private static ObjectNode slice(JsonNode catalogue, int page, int limit) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode products = answer.putArray("products");
        JsonNode all = catalogue.get("products");
        for (int i = (page - 1) * limit; i < Math.min(page * limit, all.size()); i++) {
            products.add(all.get(i));
        }
        return answer;
    }

    private static Map<String, String> query(String query) {
        Map<String, String> values = new HashMap<>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                values.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
