package tori.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A resolver on loopback that is asked as RFC 8484 says, without TLS, and knows what it is told.
 */
public final class DohServer implements Closeable {

    private static final int A = 1;
    private static final int AAAA = 28;

    private final HttpServer server;
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int status = 200;
    private volatile int code;

    public DohServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/dns-query", this::serve);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/dns-query";
    }

    /** The addresses of a name from now on; one that is not told does not exist. */
    public void tell(String name, String... addresses) {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.ofLiteral(address));
        }
        names.put(name, all);
    }

    /** Answers this HTTP status, and this code of DNS for names it knows. */
    public void answer(int httpStatus, int dnsCode) {
        status = httpStatus;
        code = dnsCode;
    }

    /** Every question in order, such as {@code A shop.test}. */
    public List<String> asked() {
        return asked;
    }

    /** Questions that got another status than 200. */
    public int refused() {
        return refused.get();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] question = exchange.getRequestBody().readAllBytes();
        boolean proper =
                "application/dns-message"
                        .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (status != 200 || !proper) {
            refused.incrementAndGet();
            exchange.sendResponseHeaders(status == 200 ? 415 : status, -1);
            exchange.close();
            return;
        }
        StringBuilder name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        int type = question[at + 2];
        asked.add((type == A ? "A " : "AAAA ") + name);
        byte[] answer = answer(question, type, names.get(name.toString()));
        exchange.getResponseHeaders().set("Content-Type", "application/dns-message");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private byte[] answer(byte[] question, int type, List<InetAddress> known) {
        List<InetAddress> addresses =
                known == null || code != 0
                        ? List.of()
                        : known.stream()
                                .filter(address ->
                                        address.getAddress().length == (type == AAAA ? 16 : 4))
                                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, (byte) 0x81, (byte) (0x80 | (known == null ? 3 : code))});
        out.writeBytes(new byte[] {0, 1, 0, (byte) (addresses.size() + 1), 0, 0, 0, 0});
        out.write(question, 12, question.length - 12);
        // An alias first, as many names have.
        record(out, 5, new byte[] {1, 'x', (byte) 0xc0, 12});
        addresses.forEach(address -> record(out, type, address.getAddress()));
        return out.toByteArray();
    }

    private static void record(ByteArrayOutputStream out, int type, byte[] data) {
        out.writeBytes(new byte[] {(byte) 0xc0, 12, 0, (byte) type, 0, 1, 0, 0, 0, 60});
        out.writeBytes(new byte[] {0, (byte) data.length});
        out.writeBytes(data);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
