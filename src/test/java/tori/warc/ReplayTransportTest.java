package tori.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.Reply;
import tori.poll.StoredAnswer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class ReplayTransportTest {

    private final ReplayTransport transport =
            new ReplayTransport((answer, fetch) -> new Plain(answer));

    private record Plain(StoredAnswer answer) implements Reply {
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
            return answer.wire();
        }

        @Override
        public void close() {}
    }

    private String fetch(int page, @Nullable String etag) throws IOException {
        URI uri = URI.create("https://box.example/products.json?limit=250&page=" + page);
        try (Reply reply =
                transport.fetch(
                        new Fetch(uri, "application/json", etag, Duration.ofSeconds(1), 1000))) {
            return reply.status()
                    + " "
                    + new String(reply.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void shouldAnswerEachPollWithItsOwn() throws Exception {
        RecordedPoll first =
                Polls.poll(1, null, Polls.page(1, "a"), Polls.page(1, "b"), Polls.page(2, "c"));
        RecordedPoll second =
                Polls.poll(
                        2,
                        null,
                        Polls.without(304, RecordedAnswer.Content.NONE),
                        Polls.without(200, RecordedAnswer.Content.SAME));
        RecordedPoll third = Polls.poll(3, null, Polls.without(430, RecordedAnswer.Content.NONE));
        transport.begin(first, second);
        assertThat(fetch(1, null)).isEqualTo("200 a");
        assertThat(fetch(1, null)).isEqualTo("200 b");
        assertThat(fetch(2, null)).isEqualTo("200 c");
        assertThat(transport.missing()).isZero();

        transport.begin(second, third);
        assertThat(fetch(1, "\"1\"")).isEqualTo("304 ");
        assertThat(fetch(1, null)).as("the same bytes").isEqualTo("200 b");
        transport.begin(second, third);
        assertThat(fetch(1, null)).as("not asked for conditionally now").isEqualTo("200 b");

        transport.begin(third, null);
        assertThat(fetch(1, "\"1\"")).isEqualTo("430 ");
        assertThatThrownBy(() -> fetch(3, null))
                .isInstanceOf(FetchException.class)
                .hasMessage("the recording has no answer to /products.json here");
        assertThat(transport.missing()).isEqualTo(1);
    }

    @Test
    void shouldAnswerWhatIsAskedAPollTooEarlyOrTooLate() throws Exception {
        RecordedPoll first = Polls.poll(1, null, Polls.page(1, "a"), Polls.page(7, "late"));
        RecordedPoll second = Polls.poll(2, null, Polls.page(1, "b"));
        RecordedPoll third = Polls.poll(3, null, Polls.page(1, "c"), Polls.page(8, "early"));
        transport.begin(first, second);
        assertThat(fetch(1, null)).isEqualTo("200 a");
        transport.begin(second, third);
        assertThat(fetch(1, null)).isEqualTo("200 b");
        assertThat(fetch(7, null)).isEqualTo("200 late");
        assertThat(fetch(8, null)).isEqualTo("200 early");
    }

    @Test
    void shouldFailAsItFailedThen() {
        transport.begin(Polls.poll(1, null, Polls.failed()), null);
        assertThatThrownBy(() -> fetch(1, null)).hasMessage("left alone");
    }
}
