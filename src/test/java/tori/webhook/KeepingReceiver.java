package tori.webhook;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A receiver on loopback that keeps connections and treats each request as it is told; one virtual
 * thread for each connection.
 */
public final class KeepingReceiver implements AutoCloseable {

    public static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

    /** What becomes of a request that was read. */
    @FunctionalInterface
    public interface Treatment {
        /**
         * Answers, or does not. When it returns false the connection is closed.
         *
         * @param number of the request on its connection, from 1
         */
        boolean treat(int number, Socket socket) throws IOException, InterruptedException;
    }

    /** What the receiver does to a connection. */
    @FunctionalInterface
    public interface Ending {
        void end(Socket socket) throws IOException;
    }

    private final ServerSocket server;
    private final Treatment treatment;
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final Thread accepting;

    public KeepingReceiver(Treatment treatment) throws IOException {
        this.treatment = treatment;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.accepting = Thread.ofVirtual().start(this::accept);
    }

    public static boolean answer(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        return true;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /** How many connections there were. */
    public int connections() {
        return connections.size();
    }

    /** How many requests were read to their end. */
    public int requests() {
        return requests.get();
    }

    /** Does this to all connections there ever were. */
    public void endConnections(Ending ending) throws IOException {
        for (Socket socket : connections) {
            if (!socket.isClosed()) {
                ending.end(socket);
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            int number = 0;
            boolean goesOn = true;
            while (goesOn) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                in.readNBytes(contentLength(head));
                requests.incrementAndGet();
                goesOn = treatment.treat(++number, socket);
            }
        } catch (IOException e) {
            // Ended by the test or by the sender, which is their right.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static int contentLength(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Whoever connects from here on is refused, and nobody who connected before is answered. */
    @Override
    public void close() throws IOException {
        server.close();
        try {
            // The socket goes on listening until the thread that accepts has left it.
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endConnections(Socket::close);
    }
}
