package tori.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tori.model.Event;
import tori.model.MonitorId;
import tori.time.SettableClock;
import tori.wire.SampleEvents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class StreamReaderTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock();
    private final StreamFigures figures = new StreamFigures();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private StreamReader reader = reader(Caller.OPERATOR, LONG);

    private StreamReader reader(Caller caller, Duration silence) {
        return new StreamReader(caller, false, silence, clock, figures);
    }

    @AfterEach
    void end() {
        reader.end();
    }

    private Thread run(OutputStream out, List<Event> missed) {
        return Thread.startVirtualThread(() -> {
            try {
                reader.run(out, missed);
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldTellAnEventOnceThoughItIsMissedAndRaised() {
        Event event = SampleEvents.restocked(1, 2, "L");
        reader.raised(event);
        reader.raised(SampleEvents.restocked(1, 3, "M"));
        run(written, List.of(event));

        await().until(() -> text().contains("\"subject\":\"1/3\""));
        assertThat(text().split("event: event\n", -1)).hasSize(3);
        assertThat(text()).contains("id: " + event.id() + "\nevent: event\ndata: {");
    }

    @Test
    void shouldTellUsersOnlyWhatIsTheirs() {
        reader = reader(new Caller(7, "gorilla", false), LONG);
        run(written, List.of());
        reader.raised(SampleEvents.notice("for the operator"));
        MonitorId other = new MonitorId("other", "a");
        MonitorId own = new MonitorId("gorilla", "a");
        reader.moved(
                new StateChanges.Difference(
                        List.of(StatusRows.down(other, "x"), StatusRows.down(own, "y")),
                        List.of(),
                        List.of(other)));
        reader.raised(SampleEvents.restocked());

        await().until(() -> text().contains("tori.variant.restocked"));
        assertThat(text())
                .contains("\"site\":\"gorilla\"")
                .doesNotContain("other")
                .doesNotContain("for the operator");
    }

    @Test
    void shouldLeaveOutTheOldestForWhoReadsTooSlowlyAndSaySo() {
        for (int i = 0; i < StreamReader.MAX_WAITING + 5; i++) {
            reader.raised(SampleEvents.restocked(1, i + 1, "L"));
        }
        run(written, List.of());

        await().until(() -> text().contains("event: skipped\ndata: {\"messages\":5}"));
        assertThat(figures.skipped()).isEqualTo(5);
        await().until(() -> text().split("event: event\n", -1).length == 257);
        assertThat(text()).doesNotContain("\"subject\":\"1/5\"").contains("\"subject\":\"1/6\"");
    }

    @Test
    void shouldGiveASignOfLife() {
        reader = reader(Caller.OPERATOR, Duration.ofMillis(5));
        run(written, List.of());

        await().until(() -> text().contains("\n:\n\n:\n\n"));
    }

    @Test
    void shouldKnowWhoReadsNothingAndCutThem() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Thread thread =
                run(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    throw new IOException("cut", e);
                                }
                            }
                        },
                        List.of());
        await().until(() -> reader.isStuck(clock.nanoTime() + 2, 1));
        assertThat(reader.isStuck(clock.nanoTime(), 1)).isFalse();

        reader.cut();
        thread.join();
    }

    @Test
    void shouldEndWhenItIsToldTo() throws Exception {
        Thread thread = run(written, List.of());
        await().until(() -> text().contains("retry:"));

        reader.end();
        thread.join();
    }
}
