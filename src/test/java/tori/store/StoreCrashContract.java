package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;

import tori.config.StorePlace;
import tori.telemetry.CountingMeters;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Kills a writing process and looks at what is on the disk. */
abstract class StoreCrashContract {

    /** A place of its own for each test. */
    abstract StorePlace place();

    @RepeatedTest(3)
    void shouldHaveStateAndEventsOfTheSameMomentAfterKill9() throws Exception {
        StorePlace place = place();
        try (WriterProcess writer = WriterProcess.start(place)) {
            writer.awaitLines(200 + new Random().nextInt(2_000));
        }
        try (SqlStore store =
                StoreFixtures.openAfterKill(
                        StoreSettings.of(place),
                        StoreFixtures.dependencies(new CountingMeters()))) {
            List<StoredEvent> events = store.latestEvents(Integer.MAX_VALUE);
            int lastStep = 0;
            for (int number = 0; number < WriterProcess.MONITORS; number++) {
                Map<Long, String> state =
                        StateStoreContract.texts(store.load(WriterProcess.monitor(number), "a"));
                assertThat(state).isNotNull().hasSize(WriterProcess.KEYS);
                assertThat(new HashSet<>(state.values())).as("one moment").hasSize(1);
                int step = Integer.parseInt(state.get(0L));
                lastStep = Math.max(lastStep, step);
                String source = WriterProcess.monitor(number).source();
                List<Integer> logged =
                        events.stream()
                                .filter(event -> event.source().equals(source))
                                .map(event -> Integer.parseInt(event.subject()))
                                .sorted()
                                .toList();
                assertThat(logged).as("one event per step, none missing").hasSize(step);
                assertThat(logged.getFirst()).isEqualTo(1);
                assertThat(logged.getLast()).isEqualTo(step);
            }
            assertThat(lastStep).as("something was written before the kill").isPositive();
        }
    }
}
