package tori.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.telemetry.Flight;
import tori.telemetry.JfrDispatch;
import tori.telemetry.JfrPoll;
import tori.telemetry.JfrSend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** On a recording that this test makes, with the settings of tori's own. */
class RecordingSummaryTest {

    private static final int POLLS = 100;

    @TempDir private static Path folder;

    private static RecordingSummary summary;
    private static JsonNode json;

    @BeforeAll
    static void record() throws Exception {
        Path file = folder.resolve("small.jfr");
        try (Recording recording =
                new Recording(Configuration.create(Path.of("profiles/tori.jfc")))) {
            recording.start();
            System.gc();
            for (int i = 1; i <= POLLS; i++) {
                JfrPoll poll = requireNonNull(Flight.poll());
                poll.lagNanos = i * 1_000L;
                poll.commit();
            }
            JfrSend send = requireNonNull(Flight.send());
            send.detectToSendNanos = 700;
            send.commit();
            requireNonNull(Flight.send()).commit();
            JfrDispatch dispatch = requireNonNull(Flight.dispatch());
            dispatch.detectToChoiceNanos = 300;
            dispatch.commit();
            assertThat(allocate()).isEqualTo(64L << 20);
            System.gc();
            recording.stop();
            recording.dump(file);
        }
        summary = RecordingSummary.read(file);
        json = new ObjectMapper().readTree(summary.json());
    }

    private static long allocate() {
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            kept.add(new byte[1 << 20]);
        }
        return kept.stream().mapToLong(each -> each.length).sum();
    }

    @Test
    void shouldGivePercentilesOfItsOwnEvents() {
        JsonNode lag = json.path("tori").path("tori.Poll lag");

        assertThat(lag.path("count").asInt()).isEqualTo(POLLS);
        assertThat(lag.path("p50_ns").asLong()).isBetween(50_000L, 50_100L);
        assertThat(lag.path("max_ns").asLong()).isBetween(100_000L, 100_200L);
        assertThat(json.path("tori").path("tori.Poll").path("count").asInt()).isEqualTo(POLLS);
        assertThat(json.at("/tori/tori.Send detect to send/max_ns").asLong()).isEqualTo(700);
    }

    @Test
    void shouldNotCountWhatIsNotKnown() {
        assertThat(json.at("/tori/tori.Send/count").asInt()).isEqualTo(2);
        assertThat(json.at("/tori/tori.Send detect to send/count").asInt()).isEqualTo(1);
        assertThat(json.at("/tori/tori.Send detect to send/p50_ns").asLong()).isEqualTo(700);
        assertThat(json.path("tori").has("tori.Poll detect to offer")).isFalse();
    }

    @Test
    void shouldCountInstantsWithoutPercentiles() {
        assertThat(json.at("/tori/tori.Dispatch").toString()).isEqualTo("{\"count\":1}");
        assertThat(json.at("/tori/tori.Dispatch detect to choice/p50_ns").asLong()).isEqualTo(300);
        assertThat(summary.table()).containsPattern("tori.Dispatch  +1\\R");
    }

    @Test
    void shouldSayWhatWasNotMeasuredAndWhatIsTooShort() {
        assertThat(summary.table())
                .containsPattern("heap after any .*MiB; too short for a trend")
                .doesNotContain("an hour");
        assertThat(json.at("/heap_after_collection_bytes/slope_per_hour").isNull()).isTrue();
        SummaryTable nothing = new SummaryTable(new RecordingSummary());
        assertThat(nothing.text())
                .containsPattern("heap after full +nothing was measured")
                .containsPattern("processor +nothing was measured")
                .containsPattern("exceptions +nothing was measured")
                .containsPattern("pauses +none");
    }

    @Test
    void shouldSayThatARecordingIsCut() throws IOException {
        byte[] whole = Files.readAllBytes(folder.resolve("small.jfr"));
        for (int part = 1; part < 20; part++) {
            Path cut = folder.resolve("cut.jfr");
            Files.write(cut, Arrays.copyOf(whole, whole.length / 20 * part));

            assertThatThrownBy(() -> RecordingSummary.read(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut off or damaged")
                    .hasMessageNotContaining("Index");
        }
    }

    @Test
    void shouldTellCollectionsThatWereAskedForFromOthers() {
        assertThat(json.at("/pauses_asked_for/count").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(json.at("/pauses_asked_for/max_ns").asLong()).isPositive();
        assertThat(json.path("collections").asInt()).isGreaterThanOrEqualTo(2);
        assertThat(json.at("/collections_by_cause").findValuesAsText("name"))
                .contains("System.gc()");
    }

    @Test
    void shouldSeeWhatWasAllocatedBetweenCollections() {
        double seconds = summary.length().toNanos() / 1e9;

        assertThat(summary.garbage.allocatedBytesPerSecond() * seconds).isGreaterThan(64L << 20);
        assertThat(json.at("/heap_after_collection_bytes/count").asInt()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldNameJavaAndCollector() {
        assertThat(json.path("java").asText()).contains("VM");
        assertThat(json.path("collector").asText()).isNotBlank();
    }

    @Test
    void shouldPrintATableOfTheSame() {
        assertThat(summary.table())
                .contains("collections")
                .contains("heap after full")
                .contains("tori.Poll lag")
                .contains("allocated classes");
    }

    @Test
    void shouldNameArraysAsTheyAreWritten() {
        assertThat(RecordingSummary.readable("[B")).isEqualTo("byte[]");
        assertThat(RecordingSummary.readable("[[Ljava.lang.String;"))
                .isEqualTo("java.lang.String[][]");
        assertThat(RecordingSummary.readable("java.lang.String")).isEqualTo("java.lang.String");
    }

    @Test
    void shouldSayWhatIsNoRecording() throws IOException {
        Path rubbish = Files.writeString(folder.resolve("rubbish.jfr"), "no recording at all");

        assertThatThrownBy(() -> RecordingSummary.read(rubbish))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rubbish.jfr is not a whole recording");
        assertThatThrownBy(() -> RecordingSummary.read(folder.resolve("none.jfr")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is no file");
    }
}
