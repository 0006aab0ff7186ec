package tori.warc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.poll.FetchException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

class RecordingReaderTest {

    @TempDir private Path folder;

    private static byte[] file(int polls) throws IOException {
        WarcPolls format = Polls.format();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(format.head(Polls.BOX, Path.of("one.warc.gz")));
        for (int i = 0; i < polls; i++) {
            out.write(
                    format.poll(
                            Polls.poll(
                                    i,
                                    i == 0 ? Polls.start() : null,
                                    Polls.page(1, "{\"products\":[" + i + "]}\r\n\r\nmore"),
                                    Polls.without(304, RecordedAnswer.Content.NONE),
                                    Polls.without(200, RecordedAnswer.Content.SAME),
                                    Polls.failed())));
        }
        return out.toByteArray();
    }

    private static List<RecordedPoll> read(Path folder, List<String> damage) throws IOException {
        List<RecordedPoll> polls = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader(folder, damage::add)) {
            for (RecordedPoll poll = reader.next(); poll != null; poll = reader.next()) {
                polls.add(poll);
            }
        }
        return polls;
    }

    @Test
    void shouldReadWhatWasWritten() throws Exception {
        Files.write(folder.resolve("1.warc.gz"), file(3));
        List<String> damage = new ArrayList<>();

        List<RecordedPoll> polls = read(folder, damage);

        assertThat(damage).isEmpty();
        assertThat(polls).hasSize(3);
        RecordedPoll second = polls.get(1);
        RecordedPoll written = Polls.poll(1, null);
        assertThat(second.monitor()).isEqualTo(Polls.BOX);
        assertThat(second.started()).isEqualTo(written.started());
        assertThat(second.ended()).isEqualTo(written.ended());
        assertThat(second.verdict()).isEqualTo("doubted");
        assertThat(second.detail()).isEqualTo("half of it is missing");
        assertThat(second.raised()).isEqualTo(written.raised());
        assertThat(second.readings()).isEqualTo(written.readings());
        assertThat(second.ticks()).isEqualTo(written.ticks());
        assertThat(second.note()).isEqualTo(written.note());
        assertThat(second.beginning()).isNull();
        RecordedAnswer page = second.answers().getFirst();
        assertThat(page.wire()).hasContent("{\"products\":[1]}\r\n\r\nmore");
        assertThat(page.header("etag")).isEqualTo("\"äöü\"");
        assertThat(second.answers().get(1).status()).isEqualTo(304);
        assertThat(second.answers().get(2).isSame()).isTrue();
        assertThat(second.answers().get(3).head()).isEqualTo(Polls.failed().head());

        Beginning beginning = polls.getFirst().beginning();
        assertThat(beginning).isNotNull();
        assertThat(beginning.cause()).isEqualTo(Beginning.Cause.START);
        assertThat(beginning.config()).isEqualTo("{\"sites\":[]}");
        assertThat(beginning.state()).containsOnlyKeys(1L);
        assertThat(beginning.state().get(1L)).containsExactly(1, -1, 0);
    }

    @Property(tries = 300)
    void shouldReadEveryWholePollOfAFileThatIsCutAnywhere(
            @ForAll @IntRange(max = 10_000) int perMyriad) throws Exception {
        byte[] whole = file(3);
        int length = (int) ((long) whole.length * perMyriad / 10_000);
        Path here = Files.createTempDirectory("cut");
        Path file = Files.write(here.resolve("1.warc.gz"), Arrays.copyOf(whole, length));
        Path next = Files.write(here.resolve("2.warc.gz"), file(1));
        List<String> damage = new ArrayList<>();

        List<RecordedPoll> polls = read(here, damage);

        int expected = 0;
        for (int i = 1; i <= 3; i++) {
            expected += file(i).length <= length ? 1 : 0;
        }
        // The last bytes of a poll are a checksum, without which it may be whole all the same.
        assertThat(polls.size() - 1).isBetween(expected, Math.min(3, expected + 1));
        assertThat(polls.getLast().beginning()).isNotNull();
        Files.delete(file);
        Files.delete(next);
        Files.delete(here);
    }

    @Test
    void shouldGoOnBehindAFileThatIsNoRecording() throws Exception {
        Files.writeString(folder.resolve("0.warc.gz"), "not compressed");
        Files.write(folder.resolve("1.warc.gz"), file(1));
        Files.createFile(folder.resolve("2.warc.gz"));
        List<String> damage = new ArrayList<>();

        assertThat(read(folder, damage)).hasSize(1);
        assertThat(damage).singleElement().asString().contains("0.warc.gz ends within a poll");
    }

    @Test
    void shouldFailWhereTheAnswerFailed() {
        RecordedAnswer cut =
                new RecordedAnswer(
                        new RecordedAnswer.Head(
                                Polls.failed().asked(),
                                Polls.failed().asked(),
                                200,
                                Map.of(),
                                RecordedAnswer.Content.OWN,
                                Polls.failed().head().failure()),
                        new byte[] {'{'});

        assertThat(cut.length()).isEqualTo(1);
        assertThatThrownBy(() -> cut.wire().readAllBytes())
                .isInstanceOfSatisfying(
                        FetchException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)))
                .hasMessage("left alone");
    }
}
