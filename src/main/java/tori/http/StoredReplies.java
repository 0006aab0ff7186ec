package tori.http;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.poll.StoredAnswer;
import tori.time.NanoClock;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * Makes replies of answers that were kept as they came over the wire: decoded, bounded and compared
 * just as those of {@link OkHttpTransport}. Thread-safe.
 */
public final class StoredReplies {

    private final NanoClock clock;
    private final Decompressors decompressors = Decompressors.all();
    private final HeldBytes held = new HeldBytes(Decompressors.MAX_IDLE);

    public StoredReplies(NanoClock clock) {
        this.clock = clock;
    }

    /**
     * The reply.
     *
     * @param fetch what was asked; its timeout begins now
     * @throws FetchException if the content encoding cannot be read on this machine
     */
    public Reply reply(StoredAnswer answer, Fetch fetch) throws FetchException {
        String host = fetch.uri().getHost() == null ? "the store" : fetch.uri().getHost();
        Exchange exchange =
                new Exchange(
                        host, fetch.timeout(), clock.nanoTime() + fetch.timeout().toNanos(), clock);
        DecodedBody body =
                DecodedBody.of(answer.wire(), poolFor(answer, host), held, fetch, exchange);
        return new StoredReply(answer, body);
    }

    private @Nullable DecompressorPool poolFor(StoredAnswer answer, String host)
            throws FetchException {
        String encoding = answer.header("Content-Encoding");
        if (encoding == null || Decompressors.identity(encoding)) {
            return null;
        }
        DecompressorPool pool = decompressors.of(encoding);
        if (pool == null) {
            throw new FetchException(
                    Cause.NOT_JSON,
                    "the kept answer of "
                            + host
                            + " has the content encoding \""
                            + encoding
                            + "\", which cannot be read here",
                    null);
        }
        return pool;
    }

    private record StoredReply(StoredAnswer answer, DecodedBody decoded) implements Reply {

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public @Nullable String header(String name) {
            return answer.header(name);
        }

        @Override
        public URI uri() {
            return answer.from();
        }

        @Override
        public InputStream body() {
            return decoded;
        }

        @Override
        public boolean repeats() throws IOException {
            return decoded.repeats();
        }

        @Override
        public @Nullable BodyPrint print() {
            return decoded.print();
        }

        @Override
        public long lastByteNanos(long otherwiseNanos) {
            return decoded.lastByteNanos(otherwiseNanos);
        }

        @Override
        public void close() {
            decoded.close();
        }
    }
}
