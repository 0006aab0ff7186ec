package tori.warc;

import org.jspecify.annotations.Nullable;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.Reply;
import tori.poll.StoredAnswer;
import tori.poll.Transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Answers with what was recorded, each poll with its own answers in their order. Used by one
 * thread.
 *
 * <p>What a monitor looks at beside its list, it may look at a poll sooner or later than it did
 * then, where its settings are others or the recording does not say how its clock went: an answer
 * that the poll before left over, or that the next one has, is given as well.
 */
public final class ReplayTransport implements Transport {

    /** Makes a reply of an answer that was kept. */
    @FunctionalInterface
    public interface Replies {
        Reply reply(StoredAnswer answer, Fetch fetch) throws IOException;
    }

    private static final int NOT_MODIFIED = 304;

    private final Replies replies;
    private final Map<URI, RecordedAnswer> bodies = new HashMap<>();
    private Map<URI, Deque<RecordedAnswer>> left = Map.of();
    private Map<URI, Deque<RecordedAnswer>> now = Map.of();
    private Map<URI, Deque<RecordedAnswer>> next = Map.of();
    private int missing;

    public ReplayTransport(Replies replies) {
        this.replies = replies;
    }

    /**
     * Answers with this poll's answers from now on.
     *
     * @param following the poll after it; null if there is none
     */
    public void begin(RecordedPoll poll, @Nullable RecordedPoll following) {
        left = now;
        left.values().forEach(answers -> answers.forEach(this::learn));
        now = byAddress(poll);
        next = following == null ? Map.of() : byAddress(following);
        missing = 0;
    }

    private static Map<URI, Deque<RecordedAnswer>> byAddress(RecordedPoll poll) {
        Map<URI, Deque<RecordedAnswer>> answers = new HashMap<>();
        for (RecordedAnswer answer : poll.answers()) {
            answers.computeIfAbsent(answer.asked(), _ -> new ArrayDeque<>()).add(answer);
        }
        return answers;
    }

    /** Whether the poll asked for the address, and that answer was not given yet. */
    public boolean answers(URI uri) {
        Deque<RecordedAnswer> answers = now.get(uri);
        return answers != null && !answers.isEmpty();
    }

    /** How many fetches of the poll the recording has no answer to. */
    public int missing() {
        return missing;
    }

    @Override
    public Reply fetch(Fetch fetch) throws IOException {
        RecordedAnswer answer = find(fetch.uri());
        if (answer == null) {
            missing++;
            throw new FetchException(
                    Cause.CONNECTION,
                    "the recording has no answer to " + fetch.uri().getPath() + " here",
                    null);
        }
        if (answer.status() == 0) {
            throw failure(answer);
        }
        learn(answer);
        boolean unmodified = answer.status() == NOT_MODIFIED;
        if (unmodified && fetch.etag() != null) {
            return replies.reply(answer, fetch);
        }
        if (unmodified || answer.isSame()) {
            RecordedAnswer before = bodies.get(fetch.uri());
            if (before == null) {
                missing++;
                throw new FetchException(
                        Cause.CONNECTION,
                        "what " + fetch.uri().getPath() + " showed is not in the recording",
                        null);
            }
            return replies.reply(new Repeated(answer, before), fetch);
        }
        return replies.reply(answer, fetch);
    }

    private static FetchException failure(RecordedAnswer answer) {
        Failure failure = answer.head().failure();
        return failure == null
                ? new FetchException(Cause.CONNECTION, "there was no answer", null)
                : failure.exception();
    }

    private @Nullable RecordedAnswer find(URI uri) {
        RecordedAnswer answer = poll(now, uri);
        answer = answer == null ? poll(left, uri) : answer;
        return answer == null ? poll(next, uri) : answer;
    }

    private static @Nullable RecordedAnswer poll(Map<URI, Deque<RecordedAnswer>> from, URI uri) {
        Deque<RecordedAnswer> answers = from.get(uri);
        return answers == null ? null : answers.poll();
    }

    private void learn(RecordedAnswer answer) {
        if (answer.status() == 200 && answer.length() > 0) {
            bodies.put(answer.asked(), answer);
        }
    }

    /** The head of one and the body of another. */
    private record Repeated(RecordedAnswer head, RecordedAnswer whole) implements StoredAnswer {

        @Override
        public int status() {
            return whole.status();
        }

        @Override
        public @Nullable String header(String name) {
            return whole.header(name);
        }

        @Override
        public URI from() {
            return head.from();
        }

        @Override
        public InputStream wire() {
            return whole.wire();
        }
    }
}
