package tori.check;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A site on loopback that answers as a test says. Handlers run on virtual threads. */
final class StubSite implements AutoCloseable {

    /**
     * What was asked.
     *
     * @param line method and path
     * @param headers of the request, as one text
     * @param body of the request
     * @param client from which port
     */
    record Asked(String line, String headers, String body, int client) {}

    /** Answers one request. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private StubSite(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.start();
    }

    static StubSite plain() throws IOException {
        return new StubSite(HttpServer.create(free(), 0), "http");
    }

    static StubSite secured(HeldCertificate certificate) throws IOException {
        return secured(certificate, 0);
    }

    /**
     * @param port where to listen; 0 for any
     */
    static StubSite secured(HeldCertificate certificate, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpsServer server = HttpsServer.create(address, 0);
        HandshakeCertificates held =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        server.setHttpsConfigurator(new HttpsConfigurator(held.sslContext()));
        return new StubSite(server, "https");
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What this path answers. */
    StubSite on(String path, Handler handler) {
        server.createContext(
                path,
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    asked.add(
                            new Asked(
                                    exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                                    exchange.getRequestHeaders().entrySet().toString(),
                                    body,
                                    exchange.getRemoteAddress().getPort()));
                    try (exchange) {
                        handler.handle(exchange);
                    }
                });
        return this;
    }

    StubSite on(String path, int status, String body) {
        return on(
                path, exchange -> answer(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
    }

    StubSite redirecting(String path, int status, String location) {
        return on(
                path,
                exchange -> {
                    exchange.getResponseHeaders().add("Location", location);
                    exchange.sendResponseHeaders(status, -1);
                });
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    List<Asked> asked() {
        return asked;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return url("127.0.0.1", path);
    }

    String url(String host, String path) {
        return scheme + "://" + host + ":" + port() + path;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
