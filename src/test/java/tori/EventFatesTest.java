package tori;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.dispatch.Fate;
import tori.dispatch.FateLog;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.time.SettableClock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

class EventFatesTest {

    private final SettableClock clock = new SettableClock();

    private Event event(int number) {
        return new Event(
                new UUID(7, number),
                new MonitorId("box", "all"),
                EventType.RESTOCKED,
                "1/" + number,
                clock.instant(),
                clock.nanoTime(),
                new Notice("words"));
    }

    @Test
    void shouldTellTheStepsOfOneEventByTime() {
        EventFates fates = new EventFates(clock, 16);
        clock.advance(Duration.ofSeconds(1));
        fates.sending(event(1), "main", new FateLog.Departing(clock.nanoTime(), 3, 2, "its rate"));
        fates.note(event(2), "main", Fate.EVICTED, 0, null);
        fates.note(event(1), "main", Fate.QUEUED, 500, null);
        clock.advance(Duration.ofSeconds(1));
        fates.cancelled(event(1), "other", event(2));

        assertThat(fates.of(event(1).id()))
                .containsExactly(
                        new EventFates.Step(
                                event(1).id(), "main", Fate.QUEUED, 500, 0, 0, null, null),
                        new EventFates.Step(
                                event(1).id(),
                                "main",
                                Fate.SENDING,
                                1_000_000_000,
                                3,
                                2,
                                "its rate",
                                null),
                        new EventFates.Step(
                                event(1).id(),
                                "other",
                                Fate.CANCELLED,
                                2_000_000_000,
                                0,
                                0,
                                null,
                                event(2).id()));
        assertThat(fates.of(new UUID(9, 9))).isEmpty();
    }

    @Test
    void shouldForgetTheOldestStepsAndNoOthers() throws Exception {
        EventFates fates = new EventFates(clock, 64);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int from = t * 1_000;
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            fates.note(event(from + i), "main", Fate.QUEUED, 0, null);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (int i = 0; i < 64; i++) {
            fates.note(event(9_000 + i), "main", Fate.EVICTED, 0, null);
        }
        for (int i = 0; i < 4_000; i++) {
            assertThat(fates.of(event(i).id())).isEmpty();
        }
        for (int i = 0; i < 64; i++) {
            assertThat(fates.of(event(9_000 + i).id())).hasSize(1);
        }
    }
}
