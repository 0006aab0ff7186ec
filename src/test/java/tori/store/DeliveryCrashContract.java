package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tori.config.StorePlace;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Kills a process that owes and delivers, and looks at what is on the disk. */
abstract class DeliveryCrashContract {

    /** A place of its own for each test. */
    abstract StorePlace place();

    private final Set<String> printed = new HashSet<>();

    @RepeatedTest(3)
    void shouldHaveAllThatWasReportedAfterKill9() throws Exception {
        StorePlace place = place();
        try (OwingProcess owing = OwingProcess.start(place, "never", 0)) {
            int lines = 100 + new Random().nextInt(2_000);
            for (int i = 0; i < lines; i++) {
                printed.add(owing.line());
            }
        }
        assertConsistent(place);
    }

    @ParameterizedTest
    @CsvSource({
        "before, 5",
        "after, 5",
        "before, 6",
        "after, 6",
        "before, 7",
        "after, 7",
        "before, 40",
        "after, 41"
    })
    void shouldHaveAllThatWasReportedWhereACommitWasTheLast(String halt, int commit)
            throws Exception {
        StorePlace place = place();
        try (OwingProcess owing = OwingProcess.start(place, halt, commit)) {
            for (String line = owing.line(); line != null; line = owing.line()) {
                printed.add(line);
            }
        }
        assertConsistent(place);
    }

    private void assertConsistent(StorePlace place) throws Exception {
        try (SqlStore store =
                StoreFixtures.openAfterKill(
                        StoreFixtures.settings(place), OwingProcess.dependencies())) {
            Map<Long, String> state =
                    StateStoreContract.texts(store.load(OwingProcess.MONITOR, "a"));
            int steps = state == null ? 0 : Integer.parseInt(state.get(0L));
            Map<String, DeliveryRow> byKey = new HashMap<>();
            Set<Long> delivered = new HashSet<>();
            Map<DeliveryState, Long> counts = new HashMap<>();
            for (DeliveryRow row : store.list(DeliveryFilter.ALL, 100_000, 0)) {
                byKey.put(row.key(), row);
                counts.merge(row.state(), 1L, Long::sum);
                if (row.state() == DeliveryState.DELIVERED) {
                    delivered.add(row.id());
                }
            }
            assertThat(byKey.keySet().stream().filter(key -> key.startsWith("step")).count())
                    .as("the state and what it owes are of one moment")
                    .isEqualTo(steps);
            for (int step = 1; step <= steps; step++) {
                assertThat(byKey).containsKey("step " + step);
            }
            for (String line : printed) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("accepted")) {
                    assertThat(byKey).containsKey(words[1]);
                } else {
                    assertThat(delivered).contains(Long.parseLong(words[1]));
                }
            }
            assertThat(counts).doesNotContainKey(DeliveryState.IN_FLIGHT);
            store.counts()
                    .forEach((key, count) ->
                            assertThat(count)
                                    .as("%s", key)
                                    .isEqualTo(counts.getOrDefault(key, 0L)));
        }
    }
}
