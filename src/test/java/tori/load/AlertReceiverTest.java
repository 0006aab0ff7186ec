package tori.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The receiver notes what it is told, however the request comes in. */
class AlertReceiverTest {

    private static final long VARIANT = 8_200_000_000_001L;

    private final ChangeBook book = new ChangeBook();

    @Test
    void shouldNoteRequestsThatFollowEachOtherOnOneConnection() throws Exception {
        change(VARIANT);
        change(VARIANT + 1);
        try (AlertReceiver receiver = new AlertReceiver(book, () -> 900);
                Socket socket = connect(receiver)) {
            socket.getOutputStream().write(request(VARIANT, ""));
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
            socket.getOutputStream().write(request(VARIANT + 1, ""));
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
            await().untilAsserted(() -> assertThat(book.count().told()).isEqualTo(2));
        }
        assertThat(book.untilTold().max()).isEqualTo(400);
    }

    @Test
    void shouldNoteARequestThatComesInPiecesAndIsLargerThanABuffer() throws Exception {
        change(VARIANT);
        byte[] request = request(VARIANT, "x".repeat(40_000));
        try (AlertReceiver receiver = new AlertReceiver(book, () -> 900);
                Socket socket = connect(receiver)) {
            OutputStream out = socket.getOutputStream();
            for (int from = 0; from < request.length; from += 9_000) {
                out.write(request, from, Math.min(9_000, request.length - from));
                out.flush();
            }
            assertThat(answer(socket)).startsWith("HTTP/1.1 204");
            await().untilAsserted(() -> assertThat(book.count().told()).isEqualTo(1));
        }
    }

    private void change(long variant) {
        book.changed(variant, true, 100);
        book.serving(variant, true, 500);
    }

    private static Socket connect(AlertReceiver receiver) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), receiver.port());
    }

    private static String answer(Socket socket) throws IOException {
        byte[] bytes = new byte[100];
        int count = socket.getInputStream().read(bytes);
        return new String(bytes, 0, Math.max(0, count), StandardCharsets.US_ASCII);
    }

    private static byte[] request(long variant, String padding) {
        String body =
                "{\"type\":\"tori.variant.restocked\",\"subject\":\"1/"
                        + variant
                        + "\",\"padding\":\""
                        + padding
                        + "\"}";
        return ("POST /alerts HTTP/1.1\r\nHost: x\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
