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

/**
 * A receiver on loopback that speaks HTTP/1.0 and answers one request a connection, without saying
 * that it closes; one virtual thread for each connection.
 *
 * <p>It closes when the sender does, or writes on: so a second request on a connection is always
 * lost here, which elsewhere depends on how soon the sender hears of the closing.
 */
final class OneAnswerReceiver implements AutoCloseable {

    private final ServerSocket server;
    private final String answer;
    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    /**
     * @param answer head and body, lines ending in CR LF
     */
    OneAnswerReceiver(String answer) throws IOException {
        this.answer = answer;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /** The heads of the requests answered. */
    Queue<String> requests() {
        return requests;
    }

    /** What came on connections that were at their end. */
    Queue<String> lost() {
        return lost;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = head(in);
            if (head.isEmpty()) {
                return;
            }
            in.readNBytes(contentLength(head));
            requests.add(head);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            int more = in.read();
            if (more >= 0) {
                lost.add((char) more + head(in));
            }
        } catch (IOException e) {
            // The sender let go first, which is its right.
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

    @Override
    public void close() throws IOException {
        server.close();
    }
}
