package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tori.poll.Fetch;
import tori.poll.Reply;
import tori.signing.KeyDirectory;
import tori.signing.KeyFile;
import tori.signing.RequestSigner;
import tori.signing.SignatureChecker;
import tori.signing.SigningKey;
import tori.time.SystemClocks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What goes out is signed: each request anew, and for whoever is asked. */
@Timeout(60)
class SignedFetchTest {

    private static final String AGENT = "https://bot.example.com";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @TempDir private Path folder;
    private final Resolver resolver =
            new Resolver(
                    host -> List.of(InetAddress.getLoopbackAddress()),
                    Resolver.Limits.DEFAULT,
                    SystemClocks.monotonic());
    private SignatureChecker checker;
    private OkHttpTransport transport;

    @BeforeEach
    void open() throws Exception {
        SigningKey key = KeyFile.open(folder.resolve("key.pem")).key();
        checker =
                new SignatureChecker(new KeyDirectory(key, AGENT, SystemClocks.wall()).document());
        transport =
                new OkHttpTransport(
                        "tori/test",
                        10,
                        resolver,
                        ProxyPool.none(SystemClocks.monotonic()),
                        new RequestSigner(
                                key,
                                AGENT,
                                RequestSigner.AgentForm.TEXT,
                                SystemClocks.wall(),
                                new Random(3)),
                        SystemClocks.monotonic());
    }

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    /** Answers so many requests on each connection, then closes it at the next one. */
    private static final class KeptConnections implements Closeable {

        private final ServerSocket server =
                new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        private final List<Map<String, String>> heads = new CopyOnWriteArrayList<>();
        private final String answer;
        private final int perConnection;

        KeptConnections(String answer, int perConnection) throws IOException {
            this.answer = answer;
            this.perConnection = perConnection;
            Thread.ofVirtual().start(this::accept);
        }

        String url(String host, String path) {
            return "http://" + host + ":" + server.getLocalPort() + path;
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
                for (int i = 0; i <= perConnection; i++) {
                    heads.add(head(socket.getInputStream()));
                    if (i < perConnection) {
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    }
                }
            } catch (IOException e) {
                // The other side has gone.
            }
        }

        private static Map<String, String> head(InputStream in) throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("no request");
                }
                text.append((char) next);
            }
            Map<String, String> headers = new TreeMap<>();
            text.toString()
                    .lines()
                    .skip(1)
                    .filter(line -> !line.isEmpty())
                    .map(line -> line.split(": ", 2))
                    .forEach(parts -> headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]));
            return headers;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private void fetch(String url, String etag) throws Exception {
        Fetch fetch =
                new Fetch(URI.create(url), "application/json", etag, Duration.ofSeconds(50), 1_000);
        try (Reply reply = transport.fetch(fetch)) {
            assertThat(reply.body().readAllBytes()).hasSize(2);
        }
    }

    /** Checks what has come and gives the nonces. */
    private Set<String> nonces(List<Map<String, String>> heads, String authority) throws Exception {
        Set<String> nonces = new HashSet<>();
        for (Map<String, String> head : heads) {
            assertThat(head)
                    .containsEntry("user-agent", "tori/test")
                    .containsEntry("signature-agent", "\"https://bot.example.com\"");
            nonces.add(checker.check(head::get, authority).get("nonce"));
        }
        return nonces;
    }

    @Test
    void shouldSignEveryRequestAnew() throws Exception {
        try (KeptConnections server = new KeptConnections(OK, 100)) {
            fetch(server.url("shop.test", "/products.json?limit=250"), null);
            fetch(server.url("shop.test", "/products.json?limit=250"), "\"1\"");
            fetch(server.url("SHOP.test", "/meta.json"), null);
            int port = URI.create(server.url("x", "/")).getPort();
            assertThat(nonces(server.heads, "shop.test:" + port)).hasSize(3);
        }
    }

    @Test
    void shouldSignASecondTryOnAnotherConnectionAnew() throws Exception {
        try (KeptConnections server = new KeptConnections(OK, 1)) {
            fetch(server.url("shop.test", "/"), null);
            fetch(server.url("shop.test", "/"), null);
            int port = URI.create(server.url("x", "/")).getPort();
            // The second was sent twice: the kept connection ended under it.
            assertThat(server.heads).hasSize(3);
            assertThat(nonces(server.heads, "shop.test:" + port)).hasSize(3);
        }
    }

    @Test
    void shouldSignForWhoeverItIsRedirectedTo() throws Exception {
        try (KeptConnections target = new KeptConnections(OK, 9);
                KeptConnections server =
                        new KeptConnections(
                                "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
                                        + target.url("www.shop.test", "/")
                                        + "\r\n\r\n",
                                9)) {
            fetch(server.url("shop.test", "/"), null);
            int port = URI.create(server.url("x", "/")).getPort();
            int targetPort = URI.create(target.url("x", "/")).getPort();
            Set<String> all = new HashSet<>(nonces(server.heads, "shop.test:" + port));
            all.addAll(nonces(target.heads, "www.shop.test:" + targetPort));
            assertThat(all).hasSize(2);
        }
    }
}
