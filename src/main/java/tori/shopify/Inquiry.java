package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.BodyPrint;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.Reply;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Fetches one document of a store and says in a value how that went. Stateless; blocks the thread
 * that asks.
 */
final class Inquiry {

    /** How a question was answered. */
    sealed interface Answer<T> {

        /** The HTTP status; 0 if there was none. */
        int status();
    }

    /**
     * The document was read.
     *
     * @param lastByteNanos when the last byte that was read had come
     */
    record Given<T>(T value, int status, long lastByteNanos) implements Answer<T> {}

    /**
     * There is no usable answer.
     *
     * @param passwordPage whether that is because the store is behind its password page
     */
    record Refused<T>(Failed failure, int status, boolean passwordPage) implements Answer<T> {}

    /** Makes a value of a good answer (200 or 304). */
    @FunctionalInterface
    interface Reader<T> {
        T read(Reply reply) throws IOException;
    }

    /** What was read of a document before, so that it may be left out. */
    record Earlier(@Nullable String etag, @Nullable BodyPrint print) {
        static final Earlier NONE = new Earlier(null, null);
    }

    private final Surroundings surroundings;
    private final Duration timeout;

    /**
     * @param timeout of each question
     */
    Inquiry(Surroundings surroundings, Duration timeout) {
        this.surroundings = surroundings;
        this.timeout = timeout;
    }

    /**
     * Asks.
     *
     * @param accept the media type to ask for
     * @param maxBytes the most the answer may have, decoded
     */
    <T> Answer<T> ask(URI uri, String accept, Earlier earlier, long maxBytes, Reader<T> reader)
            throws InterruptedException {
        Fetch fetch = new Fetch(uri, accept, earlier.etag(), earlier.print(), timeout, maxBytes);
        int status = 0;
        URI from = uri;
        try (Reply reply = surroundings.transport().fetch(fetch)) {
            status = reply.status();
            from = reply.uri();
            Failed failure = Failures.of(reply, uri, surroundings.wall());
            if (failure != null) {
                return refused(failure, status);
            }
            if (status == 304 && earlier.etag() == null) {
                return refused(
                        Cause.UNEXPECTED_STATUS,
                        "the store answered 304 to a question that was not asked",
                        status);
            }
            T value = reader.read(reply);
            return new Given<>(value, status, reply.lastByteNanos(surroundings.clock().nanoTime()));
        } catch (FetchException e) {
            return new Refused<>(
                    new Failed(e.kind(), words(e), e.retryAfter()), status, e.isPasswordPage());
        } catch (WebPageException e) {
            return refused(Failures.of(e.page(), uri, from), status);
        } catch (MalformedFeedException e) {
            return refused(Cause.NOT_JSON, words(e), status);
        } catch (FeedTooLargeException e) {
            return refused(Cause.TOO_LARGE, words(e), status);
        } catch (IOException e) {
            return refused(Cause.CONNECTION, words(e), status);
        }
    }

    private static <T> Refused<T> refused(Failed failure, int status) {
        return new Refused<>(failure, status, failure.cause() == Cause.UNAUTHORISED);
    }

    private static <T> Refused<T> refused(Cause cause, String words, int status) {
        return new Refused<>(new Failed(cause, words), status, false);
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
