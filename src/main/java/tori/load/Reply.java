package tori.load;

import java.nio.charset.StandardCharsets;

/** What a {@link LoopbackServer} answers; used by the thread of its connection. */
final class Reply {

    final String status;
    final byte[] body;

    /** Further headers, each with its line's end. */
    String headers = "";

    /** How long the answer is held back. */
    long delayNanos;

    /** Done when the last byte has been handed to the network. */
    Runnable written = () -> {};

    private Reply(String status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    static Reply of(String status, byte[] body) {
        return new Reply(status, body);
    }

    static Reply of(String status, String body) {
        return new Reply(status, body.getBytes(StandardCharsets.UTF_8));
    }

    Reply header(String name, String value) {
        headers += name + ": " + value + "\r\n";
        return this;
    }
}
