package tori.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.time.SettableClock;
import tori.time.SystemClocks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** What is measured must not change with what answers: every byte counts. */
class LoadServerTest {

    private final SettableClock clock = new SettableClock();
    private final StoreFleet fleet = new StoreFleet(2, 1);
    private final ChangeBook book = new ChangeBook();
    private LoadServer server;

    @BeforeEach
    void start() throws IOException {
        server = server(PageEncoding.GZIP);
    }

    private LoadServer server(PageEncoding encoding) throws IOException {
        return new LoadServer(fleet, encoding, book, clock, SystemClocks.sleeper());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** All that is answered on one connection. */
    private byte[] answers(String... requests) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(String.join("", requests).getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        }
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n";
    }

    @Test
    void shouldAnswerAPageInFullEveryTime() throws IOException {
        String page = get("/s1/products.json?limit=250&page=1", "If-None-Match: \"1\"\r\n");
        String body = new String(fleet.page(1).body().bytes, StandardCharsets.UTF_8);
        String answer =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        assertThat(new String(answers(page, page), StandardCharsets.UTF_8))
                .isEqualTo(answer + answer);
        assertThat(server.polls()).isEqualTo(2);
    }

    @Test
    void shouldCompressWhereItIsAsked() throws IOException {
        byte[] answer =
                answers(get("/s0/products.json?page=1", "Accept-Encoding: zstd, br, gzip\r\n"));
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        assertThat(text)
                .startsWith(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Encoding: gzip\r\nContent-Length: "
                                + (answer.length - end)
                                + "\r\n\r\n");
        byte[] compressed = text.substring(end).getBytes(StandardCharsets.ISO_8859_1);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .isEqualTo(fleet.page(0).body().bytes);
    }

    @Test
    void shouldCompressAsItsOrderSays() throws IOException {
        server.close();
        server = server(PageEncoding.ZSTD);
        byte[] answer =
                answers(get("/s0/products.json?page=1", "Accept-Encoding: zstd, br, gzip\r\n"));
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4;
        assertThat(text)
                .startsWith(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Content-Encoding: zstd\r\nContent-Length: "
                                + (answer.length - end)
                                + "\r\n\r\n");
        byte[] page = fleet.page(0).body().bytes;
        assertThat(Zstd.decompress(Arrays.copyOfRange(answer, end, answer.length), page.length))
                .isEqualTo(page);
    }

    @Test
    void shouldNotCompressForThoseWhoDoNotUnderstandIt() throws IOException {
        server.close();
        server = server(PageEncoding.ZSTD);
        String page = get("/s0/products.json?page=1", "Accept-Encoding: gzip\r\n");
        assertThat(new String(answers(page), StandardCharsets.UTF_8))
                .doesNotContain("Content-Encoding")
                .endsWith(new String(fleet.page(0).body().bytes, StandardCharsets.UTF_8));
    }

    @Test
    void shouldAnswerWhateverElseWithAnEmptyList() throws IOException {
        String empty =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n"
                        + "{\"products\":[]}";
        assertThat(answers(get("/s0/products.json?page=2", ""), get("/", "")))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo(empty + empty);
        assertThat(server.polls()).isOne();
    }

    @Test
    void shouldNoteWhatItShowsAndWhenThatHasLeft() throws IOException {
        fleet.flip(0, book, clock.nanoTime());
        answers(get("/s0/products.json?page=1", ""));
        await().untilAsserted(() -> assertThat(book.untilServed().count()).isOne());
    }
}
