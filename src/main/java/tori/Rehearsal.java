package tori;

import tori.cli.ExitStatus;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/**
 * Plays the daemon through, from its start over polls and alerts to its end, so that the JVM can
 * note which classes it needs; the launcher makes its archive from that. The shop and the receiver
 * of the alerts are this process itself, all files lie in one folder. The daemon runs on the main
 * thread, each connection on a virtual one.
 */
public final class Rehearsal {

    private static final int POLLS = 4;

    /** Two changes, of each of which the webhook and the channel are told. */
    private static final int ALERTS = 4;

    /** It runs with the lowest priority, on a machine that may be busy. */
    private static final long GIVE_UP_SECONDS = 120;

    private final ServerSocket server;
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch polls = new CountDownLatch(POLLS);
    private final CountDownLatch alerts = new CountDownLatch(ALERTS);

    private Rehearsal(ServerSocket server) {
        this.server = server;
    }

    /**
     * Ends with 0 when everything was played, else with 1.
     *
     * @param args the folder
     */
    public static void main(String[] args) throws IOException {
        Path stage = Path.of(args[0]);
        Rehearsal rehearsal =
                new Rehearsal(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("rehearsal shop").start(rehearsal::serve);
        Thread.ofPlatform().daemon().name("rehearsal end").start(rehearsal::end);
        Path config = Files.writeString(stage.resolve("config.yaml"), rehearsal.config(stage));
        Main.main(new String[] {"run", "--config", config.toString()});
    }

    private String config(Path stage) {
        return """
        defaults: {interval: 400ms, notify: [screen, events, hook, channel]}
        destinations:
          screen: {type: console}
          events: {type: file, path: "STAGE/events.jsonl"}
          hook: {type: webhook, url: "http://127.0.0.1:PORT/hook"}
          channel: {type: discord, url: "http://127.0.0.1:PORT/api/webhooks/1/rehearsal"}
        store: {url: "sqlite:STAGE/tori.db"}
        server: {listen: "127.0.0.1:0"}
        sites:
          - name: demo
            url: demo://store
            monitors: [{name: catalogue, type: shopify}]
          - name: shop
            url: http://127.0.0.1:PORT
            monitors: [{name: catalogue, type: shopify}]
        """
                .replace("STAGE", stage.toString().replace("\\", "/"))
                .replace("PORT", Integer.toString(server.getLocalPort()));
    }

    private void end() {
        try {
            boolean played =
                    polls.await(GIVE_UP_SECONDS, TimeUnit.SECONDS)
                            && alerts.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
            System.exit(played ? ExitStatus.OK : ExitStatus.FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.startVirtualThread(() -> answerAll(socket));
            }
        } catch (IOException e) {
            System.exit(ExitStatus.FAILED);
        }
    }

    private void answerAll(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                skip(in);
                answer(socket.getOutputStream(), line);
            }
        } catch (IOException e) {
            return; // the other side ended first
        }
    }

    /** Reads the rest of a request; alerts are ASCII, so that a character is a byte. */
    private static void skip(BufferedReader in) throws IOException {
        long length = 0;
        for (String header = in.readLine();
                header != null && !header.isEmpty();
                header = in.readLine()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(header.substring(header.indexOf(':') + 1).trim());
            }
        }
        while (length > 0 && in.read() >= 0) {
            length--;
        }
    }

    private void answer(OutputStream out, String requestLine) throws IOException {
        if (requestLine.startsWith("POST /hook")) {
            out.write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            alerts.countDown();
        } else if (requestLine.startsWith("POST")) {
            answer(out, "", "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
            alerts.countDown();
        } else if (requestLine.startsWith("GET /api")) {
            answer(out, "", "{\"channel_id\":\"1\"}".getBytes(StandardCharsets.UTF_8));
        } else {
            answer(out, "Content-Encoding: gzip\r\n", page(asked.getAndIncrement() % 2 == 0));
            polls.countDown();
        }
    }

    private static void answer(OutputStream out, String header, byte[] body) throws IOException {
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                        + header
                        + "Content-Length: "
                        + body.length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
    }

    private static byte[] page(boolean available) throws IOException {
        String json =
                """
                {"products":[{"id":1,"title":"Rehearsal","handle":"rehearsal","vendor":"tori",
                "product_type":"Play","tags":["one"],"published_at":"2026-01-01T00:00:00Z",
                "created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z",
                "variants":[{"id":2,"title":"Only","option1":"Only","option2":null,"option3":null,
                "sku":"R","available":AVAILABLE,"price":"1.00","compare_at_price":null,
                "position":1,"product_id":1}],"images":[],
                "options":[{"name":"Act","position":1,"values":["Only"]}]}]}
                """
                        .replace("AVAILABLE", Boolean.toString(available));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
