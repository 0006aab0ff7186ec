package tori.load;

import org.jspecify.annotations.Nullable;

import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The receiver of webhooks, on a port of loopback and a platform thread per connection: it blocks
 * in the read itself and takes the time when that returns, so that no scheduler of Java's stands
 * between the first byte and its instant. A sender keeps at most some fifty connections.
 */
final class AlertReceiver implements AutoCloseable {

    private static final int BACKLOG = 512;
    private static final int BUFFER_BYTES = 16_384;

    /** An event is far smaller. */
    private static final int MAX_REQUEST_BYTES = 1 << 20;

    private static final Pattern LENGTH =
            Pattern.compile("\r\ncontent-length: *(\\d{1,7})\r\n", Pattern.CASE_INSENSITIVE);
    private static final Pattern SUBJECT = Pattern.compile("\"subject\":\"\\d+/(\\d+)\"");
    private static final Pattern TYPE = Pattern.compile("\"type\":\"tori\\.variant\\.([a-z_]+)\"");
    private static final byte[] ANSWER =
            "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ChangeBook book;
    private final NanoClock clock;
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    AlertReceiver(ChangeBook book, NanoClock clock) throws IOException {
        this.book = book;
        this.clock = clock;
        this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("alert receiver").start(this::accept);
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
                Thread.ofPlatform().daemon().name("alerts").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream()) {
            byte[] bytes = new byte[BUFFER_BYTES];
            int read = in.read(bytes, 0, bytes.length);
            while (read > 0) {
                long firstByteNanos = clock.nanoTime();
                String request = rest(in, bytes, read);
                if (request == null) {
                    return;
                }
                out.write(ANSWER);
                note(request, firstByteNanos);
                read = in.read(bytes, 0, bytes.length);
            }
        } catch (IOException e) {
            // The peer went away.
        } finally {
            connections.remove(socket);
        }
    }

    /** The whole request; null if it ends early. A sender waits for the answer before the next. */
    private static @Nullable String rest(InputStream in, byte[] first, int firstBytes)
            throws IOException {
        byte[] bytes = first;
        int count = firstBytes;
        while (true) {
            String text = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head >= 0 && count >= head + 4 + length(text.substring(0, head + 2))) {
                return new String(bytes, 0, count, StandardCharsets.UTF_8);
            }
            if (count > MAX_REQUEST_BYTES) {
                throw new IOException("a request of more than " + MAX_REQUEST_BYTES + " bytes");
            }
            if (count == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * count);
            }
            int read = in.read(bytes, count, bytes.length - count);
            if (read < 0) {
                return null;
            }
            count += read;
        }
    }

    private static int length(String head) {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private void note(String request, long firstByteNanos) {
        Matcher subject = SUBJECT.matcher(request);
        Matcher type = TYPE.matcher(request);
        if (subject.find() && type.find()) {
            book.told(
                    Long.parseLong(subject.group(1)),
                    type.group(1).equals("restocked"),
                    firstByteNanos);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
