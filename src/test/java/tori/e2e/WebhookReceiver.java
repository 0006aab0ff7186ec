package tori.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A webhook receiver on loopback that notes every request before it answers, well or badly. A
 * virtual thread per connection.
 */
final class WebhookReceiver implements AutoCloseable {

    /** How a request is answered. */
    enum Answer {
        TAKE("200 OK"),
        FAIL("500 Internal Server Error"),
        DOWN("503 Service Unavailable"),
        TOO_MANY("429 Too Many Requests\r\nRetry-After: 1"),
        GONE("410 Gone"),
        MISSING("404 Not Found"),
        MOVED("302 Found\r\nLocation: http://127.0.0.1:9/"),
        /** Takes the event and cuts the connection. */
        TAKE_AND_RESET(""),
        /** Never answers. */
        HANG(""),
        /** Answers a byte now and then. */
        DRIP("200 OK");

        private final String head;

        Answer(String head) {
            this.head = head;
        }
    }

    /**
     * One request.
     *
     * @param key its {@code webhook-id}
     * @param event its body
     * @param answer what became of it
     */
    record Receipt(String key, JsonNode event, Answer answer) {

        /** Whether the receiver keeps the event, whatever the sender learns of it. */
        boolean taken() {
            return answer == Answer.TAKE || answer == Answer.TAKE_AND_RESET;
        }

        String text() {
            return event.at("/data/text").asText();
        }

        String entity() {
            return event.at("/data/entity").asText();
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ServerSocket server;
    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Function<Receipt, Answer> behaviour = receipt -> Answer.TAKE;

    WebhookReceiver() throws IOException {
        server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("receiver").start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    /** How requests are answered from now on; decides by what has been sent. */
    void answer(Function<Receipt, Answer> answers) {
        behaviour = answers;
    }

    void answer(Answer answer) {
        behaviour = receipt -> answer;
    }

    /** All requests in the order they came. */
    List<Receipt> receipts() {
        return receipts;
    }

    /** The texts of what was taken, in the order it came. */
    List<String> texts() {
        return receipts.stream().filter(Receipt::taken).map(Receipt::text).toList();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().name("receive").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            for (Receipt request = read(in); request != null; request = read(in)) {
                Answer answer = behaviour.apply(request);
                receipts.add(new Receipt(request.key(), request.event(), answer));
                if (!write(socket, out, answer)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            // The sender went away, or was killed.
        } finally {
            open.remove(socket);
        }
    }

    /** False if the connection is over. */
    private static boolean write(Socket socket, OutputStream out, Answer answer)
            throws IOException, InterruptedException {
        byte[] response =
                ("HTTP/1.1 " + answer.head + "\r\nContent-Length: 2\r\n\r\nok")
                        .getBytes(StandardCharsets.US_ASCII);
        switch (answer) {
            case TAKE_AND_RESET -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case HANG -> {
                TimeUnit.SECONDS.sleep(30);
                return false;
            }
            case DRIP -> {
                for (byte each : response) {
                    out.write(each);
                    TimeUnit.MILLISECONDS.sleep(500);
                }
                return true;
            }
            case TAKE, FAIL, DOWN, TOO_MANY, GONE, MISSING, MOVED -> {
                out.write(response);
                return true;
            }
        }
        return false;
    }

    private static Receipt read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        String key = "";
        int length = 0;
        for (line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("webhook-id")) {
                key = value;
            } else if (name.equals("content-length")) {
                length = Integer.parseInt(value);
            }
        }
        byte[] body = in.readNBytes(length);
        return body.length < length ? null : new Receipt(key, JSON.readTree(body), Answer.HANG);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                return null;
            }
            line.append((char) each);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
