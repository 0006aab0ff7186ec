package tori.load;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The stores, on one port of loopback: plain HTTP/1.1 on a virtual thread per connection, so cheap
 * that what is measured is not itself.
 */
final class LoadServer implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final int MAX_LINE = 8_192;

    private static final Pattern STORE = Pattern.compile("/s(\\d+)/products\\.json\\?.*");
    private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d+)");
    private static final byte[] EMPTY = "{\"products\":[]}".getBytes(StandardCharsets.US_ASCII);

    private final StoreFleet fleet;
    private final ChangeBook book;
    private final NanoClock clock;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final LongAdder polls = new LongAdder();

    LoadServer(StoreFleet fleet, ChangeBook book, NanoClock clock) throws IOException {
        this.fleet = fleet;
        this.book = book;
        this.clock = clock;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("load server").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many pages were asked for. */
    long polls() {
        return polls.sum();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                Thread.ofVirtual().name("load connection").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 16_384);
                OutputStream out = socket.getOutputStream()) {
            for (Request request = read(in); request != null; request = read(in)) {
                page(request, out);
            }
        } catch (IOException e) {
            // The peer went away.
        } finally {
            connections.remove(socket);
        }
    }

    private void page(Request request, OutputStream out) throws IOException {
        Matcher store = STORE.matcher(request.path);
        if (!store.matches()) {
            write(out, "", EMPTY);
            return;
        }
        polls.increment();
        Matcher number = PAGE.matcher(request.path);
        if (number.find() && !number.group(1).equals("1")) {
            write(out, "", EMPTY);
            return;
        }
        StoreFleet.Page page = fleet.page(Integer.parseInt(store.group(1)));
        byte[] body = request.gzip ? gzip(page.body().bytes) : page.body().bytes;
        long beforeNanos = clock.nanoTime();
        for (StoreFleet.Shown shown : page.shown()) {
            book.serving(shown.variant(), shown.available(), beforeNanos);
        }
        write(out, request.gzip ? "Content-Encoding: gzip\r\n" : "", body);
        long nowNanos = clock.nanoTime();
        for (StoreFleet.Shown shown : page.shown()) {
            book.served(shown.variant(), shown.available(), nowNanos);
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static void write(OutputStream out, String headers, byte[] body) throws IOException {
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + headers
                                + "Content-Length: "
                                + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        out.flush();
    }

    private static final class Request {
        final String path;
        boolean gzip;

        Request(String path) {
            this.path = path;
        }
    }

    private @Nullable Request read(InputStream in) throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        in.reset();
        Request request = new Request(path(line(in)));
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("accept-encoding:")) {
                request.gzip = header.contains("gzip");
            }
        }
        return request;
    }

    /** What stands between the method and the version. */
    private static String path(String start) {
        int from = start.indexOf(' ') + 1;
        int to = start.indexOf(' ', from);
        return to < 0 ? "/" : start.substring(from, to);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0 || line.length() > MAX_LINE) {
                throw new IOException("a request that ends early or never");
            }
            line.append((char) each);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
