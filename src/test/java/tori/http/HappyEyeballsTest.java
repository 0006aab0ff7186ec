package tori.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import tori.poll.Fetch;
import tori.poll.Reply;
import tori.time.SystemClocks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A host of several addresses, of which some do not answer. */
@Timeout(60)
class HappyEyeballsTest {

    private volatile List<InetAddress> addresses = List.of();
    private final Resolver resolver =
            new Resolver(host -> addresses, Resolver.Limits.DEFAULT, SystemClocks.monotonic());
    private final OkHttpTransport transport =
            new OkHttpTransport("tori/test", 10, resolver, SystemClocks.monotonic());

    @AfterEach
    void close() {
        transport.close();
        resolver.close();
    }

    private static ScriptedServer store() throws IOException {
        return new ScriptedServer(out ->
                out.write(ScriptedServer.ascii("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")));
    }

    private void fetch(ScriptedServer store) throws Exception {
        // Less than an address gets that is waited for to its end.
        Fetch fetch =
                new Fetch(
                        URI.create(store.url("/").replace("127.0.0.1", "shop.test")),
                        "application/json",
                        null,
                        Duration.ofSeconds(8),
                        1_000);
        try (Reply reply = transport.fetch(fetch)) {
            assertThat(reply.status()).isEqualTo(200);
        }
    }

    private static List<InetAddress> of(String... literals) {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            all.add(InetAddress.ofLiteral(literal));
        }
        return all;
    }

    @Test
    void shouldReachAHostWhoseOtherAddressesRefuse() throws Exception {
        try (ScriptedServer store = store()) {
            addresses = of("127.0.0.9", "::1", "127.0.0.1");
            assertThat(resolver.addressOf("shop.test")).isEqualTo("127.0.0.9");
            fetch(store);
            assertThat(resolver.addressOf("shop.test")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldNotWaitForAnAddressThatHangs() throws Exception {
        try (ScriptedServer store = store();
                Crowd crowd = new Crowd(URI.create(store.url("/")).getPort())) {
            addresses = of(crowd.address(), "127.0.0.1");
            fetch(store);
            assertThat(resolver.addressOf("shop.test")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldCountAgainstTheAddressThatLetUsInUntilItIsGone() throws Exception {
        try (ScriptedServer store = store()) {
            addresses = of("127.0.0.9", "127.0.0.1");
            assertThat(resolver.addressOf("shop.test")).isEqualTo("127.0.0.9");
            fetch(store);
            assertThat(resolver.addressOf("shop.test")).isEqualTo("127.0.0.1");
            resolver.connected("other.test", InetAddress.ofLiteral("127.0.0.3"));
            assertThat(resolver.addressOf("other.test")).isEqualTo("127.0.0.9");
        }
    }

    /** An address at which so many wait to be let in that nobody else gets an answer. */
    private static final class Crowd implements AutoCloseable {

        private final ServerSocket door;
        private final List<Socket> waiting = new ArrayList<>();

        Crowd(int port) throws IOException {
            door = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.8"));
            boolean full = false;
            for (int i = 0; i < 200 && !full; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(new InetSocketAddress(address(), port), 300);
                } catch (SocketTimeoutException e) {
                    full = true;
                }
            }
            assertThat(full).as("connections hang").isTrue();
        }

        String address() {
            return "127.0.0.8";
        }

        @Override
        public void close() throws IOException {
            door.close();
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }
}
