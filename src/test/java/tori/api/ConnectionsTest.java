package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tori.time.SettableClock;
import tori.time.SystemClocks;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What becomes of clients that are slow, rude or many; the clock that judges them is ours. */
@Timeout(120)
class ConnectionsTest {

    private static final String HEAD = "POST /api/v1/users/login HTTP/1.1\r\nHost: localhost\r\n";

    @TempDir Path folder;

    private final SettableClock clock = new SettableClock();
    private final List<Socket> sockets = new ArrayList<>();
    private AccountServer server;

    @BeforeEach
    void start() throws Exception {
        ViewSources none = ViewSources.none();
        server =
                new AccountServer(
                        folder,
                        new ViewSources(
                                none.events(),
                                none.kinds(),
                                none.destinations(),
                                none.uptime(),
                                none.pages(),
                                none.figures(),
                                clock,
                                SystemClocks.sleeper(),
                                none.loopFailed()));
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    /** A connection from an address of this machine. */
    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        socket.setReceiveBufferSize(8 * 1024);
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), server.port()));
        return socket;
    }

    private Socket saying(String text) throws IOException {
        Socket socket = connect("127.0.0.1");
        say(socket, text);
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** All that comes until the server closes; what came before it resets counts too. */
    private static String rest(Socket socket) {
        StringBuilder rest = new StringBuilder();
        byte[] bytes = new byte[64 * 1024];
        try {
            for (int n; (n = socket.getInputStream().read(bytes)) >= 0; ) {
                rest.append(new String(bytes, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            return rest.toString();
        }
        return rest.toString();
    }

    private void assertLives() throws Exception {
        assertThat(server.send("GET", "/livez", "").statusCode()).isEqualTo(200);
    }

    /** Lets time pass, and drips on, until the server has had enough. */
    private void drip(Socket socket, Duration step) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    clock.advance(step);
                    try {
                        socket.setSoTimeout(600);
                        say(socket, "a");
                        return socket.getInputStream().read() < 0;
                    } catch (SocketTimeoutException e) {
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET /livez HT", "GET /livez HTTP/1.1\r\nHost: localhost\r\nX: "})
    void shouldNotWaitForAHeadThatDrips(String begun) throws Exception {
        drip(saying(begun), PeerConnection.HEAD.plusSeconds(1));
        assertLives();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 60000\r\n\r\n{",
                "Transfer-Encoding: chunked\r\n\r\n4000\r\n{",
                "Transfer-Encoding: chunked\r\n\r\n0000000"
            })
    void shouldNotWaitForABodyThatDrips(String begun) throws Exception {
        drip(saying(HEAD + begun), PeerConnection.BODY.plusSeconds(1));
        assertLives();
    }

    @Test
    void shouldCloseWhatIsSilent() throws Exception {
        Socket before = connect("127.0.0.1");
        Socket between = saying("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(between.getInputStream().read()).isEqualTo('H');
        await().until(() -> {
            clock.advance(PeerConnection.SILENCE.plusSeconds(1));
            return rest(before).isEmpty() && rest(between).endsWith("}");
        });
        assertLives();
    }

    @Test
    void shouldNotWaitForWhoReadsNothing() throws Exception {
        String ask = "GET /dashboard/uplot.js HTTP/1.1\r\nHost: localhost\r\n\r\n";
        Socket socket = connect("127.0.0.1");
        // Each answer is some 50 kB: far more than lies between the two.
        Thread asking =
                Thread.startVirtualThread(() -> {
                    try {
                        for (int i = 0; i < 1_000_000; i++) {
                            say(socket, ask);
                        }
                    } catch (IOException e) {
                        // It was closed, as it should be.
                    }
                });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    clock.advance(PeerConnection.ANSWER.plusSeconds(5));
                    return !asking.isAlive();
                });
        assertThat(rest(socket).length()).isLessThan(100_000_000);
        assertLives();
    }

    @Test
    void shouldServeOthersHoweverManyConnectAndSayNothing() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            Socket socket = connect("127.0.0.2");
            if (i % 2 == 0) {
                say(socket, HEAD);
            } else {
                say(socket, HEAD + "Content-Length: 10\r\n\r\n{");
            }
        }
        assertLives();
        Socket other = connect("127.0.0.1");
        for (int i = 0; i < 500; i++) {
            say(connect("127.0.0.2"), HEAD);
        }
        say(other, "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(rest(other)).as("it is none of those who are many").startsWith("HTTP/1.1 200");
        assertLives();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "a", "\r", ";"})
    void shouldBoundALineThatNeverEnds(String filling) throws Exception {
        Socket socket = saying(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
        Thread.startVirtualThread(() -> {
            try {
                OutputStream out = socket.getOutputStream();
                byte[] piece = filling.repeat(8 * 1024).getBytes(StandardCharsets.US_ASCII);
                for (int i = 0; i < 4_096; i++) {
                    out.write(piece);
                }
            } catch (IOException e) {
                // It was refused.
            }
        });
        assertThat(rest(socket)).startsWith("HTTP/1.1 4");
        assertLives();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "RUBBISH\r\n\r\n",
                "GET /livez HTTP/1.1\r\nno header\r\n\r\n"
            })
    void shouldTakeNothingAfterABrokenBodyForARequest(String following) throws Exception {
        Socket socket =
                saying(
                        HEAD
                                + "Content-Type: application/json\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"
                                + following);
        socket.shutdownOutput();
        String answers = rest(socket);
        assertThat(answers).startsWith("HTTP/1.1 400").doesNotContain("alive");
        assertThat(answers.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
    }

    @Test
    void shouldCloseWhereItSaysSo() throws Exception {
        String ask = "GET /livez HTTP/1.1\r\nHost: localhost\r\n";
        Socket socket = saying(ask + "Connection: close\r\n\r\n" + ask + "\r\n");
        assertThat(rest(socket).split("HTTP/1.1 200", -1)).hasSize(2);
    }

    @Test
    void shouldAnswerALargeBodyBeforeItEnds() throws Exception {
        for (String framing : List.of("Content-Length: 3000000\r\n\r\n", "chunked")) {
            Socket socket = connect("127.0.0.1");
            Thread.startVirtualThread(() -> {
                try {
                    say(socket, HEAD + "Content-Type: application/json\r\n");
                    if (framing.equals("chunked")) {
                        say(socket, "Transfer-Encoding: chunked\r\n\r\n2dc6c0\r\n");
                    } else {
                        say(socket, framing);
                    }
                    say(socket, "a".repeat(3_000_000));
                    socket.shutdownOutput();
                } catch (IOException e) {
                    // The answer says what was wrong.
                }
            });
            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 413")
                    .contains("larger than 64 KiB", "Content-Security-Policy: default-src 'none'");
        }
    }
}
