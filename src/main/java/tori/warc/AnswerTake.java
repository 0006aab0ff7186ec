package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.poll.Reply;
import tori.poll.WireCopy;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Gathers one answer while the monitor reads it. Confined to the monitor's thread. */
final class AnswerTake implements WireCopy {

    /** What tells people and programs about an answer, and holds no secret. */
    private static final List<String> KEPT =
            List.of(
                    "Content-Type",
                    "Content-Encoding",
                    "ETag",
                    "Last-Modified",
                    "Date",
                    "Age",
                    "Cache-Control",
                    "Vary",
                    "Location",
                    "Retry-After",
                    "Server",
                    "Via",
                    "Content-Language",
                    "X-Cache",
                    "CF-Ray",
                    "CF-Cache-Status",
                    "CF-Mitigated",
                    "Powered-By",
                    "X-Request-ID",
                    "X-ShopId");

    /** Never kept, whoever asks for them. */
    private static final List<String> SECRET =
            List.of(
                    "set-cookie",
                    "set-cookie2",
                    "cookie",
                    "authorization",
                    "proxy-authorization",
                    "www-authenticate",
                    "proxy-authenticate",
                    "authentication-info");

    private static final int FIRST_BYTES = 16 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final URI asked;
    private final Budget budget;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private URI from;
    private int status;
    private byte[] bytes = NOTHING;
    private int count;
    private boolean decoded;
    private boolean same;
    private boolean tooMuch;
    private @Nullable Failure failure;

    AnswerTake(URI asked, Budget budget) {
        this.asked = asked;
        this.from = asked;
        this.budget = budget;
    }

    /** The answer's head is there. */
    void head(Reply reply) {
        status = reply.status();
        from = reply.uri();
        for (String name : KEPT) {
            keep(name, reply.header(name));
        }
    }

    /** What the monitor asks for it will ask for again. */
    void keep(String name, @Nullable String value) {
        if (value != null && !SECRET.contains(name.toLowerCase(Locale.ROOT))) {
            headers.putIfAbsent(name, value);
        }
    }

    /** What is copied is no longer compressed. */
    void decoded() {
        decoded = true;
    }

    /** The body is the one that was known. */
    void same() {
        same = true;
        forget();
    }

    void failed(IOException e) {
        failure = Failure.of(e);
    }

    @Override
    public void bytes(byte[] source, int offset, int length) {
        if (tooMuch || same) {
            return;
        }
        if (length > bytes.length - count && !grow(count + (long) length)) {
            tooMuch = true;
            forget();
            return;
        }
        System.arraycopy(source, offset, bytes, count, length);
        count += length;
    }

    private boolean grow(long needed) {
        long wanted = Math.max(Math.max(FIRST_BYTES, needed), 2L * bytes.length);
        if (wanted > Integer.MAX_VALUE - 8 || !budget.tryTake(wanted - bytes.length)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, (int) wanted);
        return true;
    }

    private void forget() {
        budget.giveBack(bytes.length);
        bytes = NOTHING;
        count = 0;
    }

    /** Whether there was no room for all of it. */
    boolean isTooMuch() {
        return tooMuch;
    }

    /** Whether the body was read without fail. */
    boolean hasBody() {
        return status == 200 && !same && !tooMuch && failure == null && count > 0;
    }

    URI asked() {
        return asked;
    }

    /** What it holds of the budget, which is the caller's to give back. */
    long reservedBytes() {
        return bytes.length;
    }

    RecordedAnswer done() {
        if (decoded) {
            headers.keySet().removeIf(name -> name.equalsIgnoreCase("Content-Encoding"));
        }
        RecordedAnswer.Content content =
                same
                        ? RecordedAnswer.Content.SAME
                        : count > 0 ? RecordedAnswer.Content.OWN : RecordedAnswer.Content.NONE;
        return new RecordedAnswer(
                new RecordedAnswer.Head(asked, from, status, headers, content, failure),
                count == bytes.length ? bytes : Arrays.copyOf(bytes, count));
    }
}
