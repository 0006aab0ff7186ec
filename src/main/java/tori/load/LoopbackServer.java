package tori.load;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;
import tori.time.Sleeper;

import java.io.BufferedInputStream;
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
import java.util.function.Function;

/**
 * Plain HTTP/1.1 on a port of loopback, a virtual thread per connection: so cheap that what is
 * measured is not itself. What is answered is the handler's matter.
 */
final class LoopbackServer implements AutoCloseable {

    private static final int BACKLOG = 4_096;
    private static final int MAX_LINE = 8_192;
    private static final int BUFFER_BYTES = 8_192;

    /** Whatever tori sends is far smaller. */
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final Function<Request, Reply> handler;
    private final NanoClock clock;
    private final Sleeper sleeper;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * @param port 0 for any that is free
     * @param handler answers on the threads of the connections
     */
    LoopbackServer(int port, Function<Request, Reply> handler, NanoClock clock, Sleeper sleeper)
            throws IOException {
        this.handler = handler;
        this.clock = clock;
        this.sleeper = sleeper;
        this.server = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("load server").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
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
                InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
                OutputStream out = socket.getOutputStream()) {
            for (Request request = read(in); request != null; request = read(in)) {
                Reply reply = handler.apply(request);
                if (reply.delayNanos > 0) {
                    sleeper.sleep(reply.delayNanos);
                }
                write(out, reply);
                reply.written.run();
            }
        } catch (IOException | InterruptedException e) {
            // The peer went away.
        } finally {
            connections.remove(socket);
        }
    }

    private static void write(OutputStream out, Reply reply) throws IOException {
        String head =
                "HTTP/1.1 "
                        + reply.status
                        + "\r\n"
                        + reply.headers
                        + (reply.status.startsWith("304")
                                ? ""
                                : "Content-Length: " + reply.body.length + "\r\n")
                        + "\r\n";
        byte[] all = new byte[head.length() + reply.body.length];
        System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, all, 0, head.length());
        System.arraycopy(reply.body, 0, all, head.length(), reply.body.length);
        out.write(all);
        out.flush();
    }

    private @Nullable Request read(InputStream in) throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        long firstByteNanos = clock.nanoTime();
        in.reset();
        Request request = new Request(path(line(in)), firstByteNanos);
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = Math.max(0, line.indexOf(':'));
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = number(value);
                case "accept-encoding" -> request.acceptedEncodings = value;
                case "if-none-match" -> request.etag = value;
                case "webhook-id" -> request.key = value;
                default -> {
                    // Nothing that changes the answer.
                }
            }
        }
        request.body = in.readNBytes(length);
        return request;
    }

    private static int number(String length) throws IOException {
        try {
            int number = Integer.parseInt(length);
            if (number >= 0 && number <= MAX_BODY_BYTES) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new IOException("a body of " + length + " bytes");
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
