package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tori.model.MonitorId;
import tori.poll.StateChange;
import tori.poll.StateStore;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What every {@link StateStore} must do, whatever it writes to. */
abstract class StateStoreContract {

    private static final MonitorId ENERGY = new MonitorId("gorilla", "energy");
    private static final MonitorId DOOR = new MonitorId("gorilla", "door");

    private StateStore store;

    /** Opens the same place each time. */
    abstract StateStore open() throws Exception;

    /** Closes it in an orderly way. */
    abstract void close(StateStore store) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() throws Exception {
        close(store);
    }

    private void reopen() throws Exception {
        close(store);
        store = open();
    }

    static StateChange whole(String fingerprint, Map<Long, String> puts) {
        return new StateChange(fingerprint, true, bytes(puts), Set.of());
    }

    static StateChange part(String fingerprint, Map<Long, String> puts, Set<Long> deletes) {
        return new StateChange(fingerprint, false, bytes(puts), deletes);
    }

    private static Map<Long, byte[]> bytes(Map<Long, String> texts) {
        Map<Long, byte[]> bytes = new HashMap<>();
        texts.forEach((key, text) -> bytes.put(key, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    static @Nullable Map<Long, String> texts(@Nullable Map<Long, byte[]> bytes) {
        if (bytes == null) {
            return null;
        }
        Map<Long, String> texts = new TreeMap<>();
        bytes.forEach((key, value) -> texts.put(key, new String(value, StandardCharsets.UTF_8)));
        return texts;
    }

    private @Nullable Map<Long, String> load(MonitorId id, String fingerprint) throws Exception {
        return texts(store.load(id, fingerprint));
    }

    @Test
    void shouldKnowNothingOfAMonitorNeverRecorded() throws Exception {
        assertThat(load(ENERGY, "a")).isNull();
    }

    @Test
    void shouldReturnWhatWasRecordedAtOnceAndAfterReopening() throws Exception {
        store.record(ENERGY, whole("a", Map.of(1L, "one", -2L, "two")), List.of());

        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(1L, "one", -2L, "two"));
        reopen();
        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(1L, "one", -2L, "two"));
    }

    @Test
    void shouldTellAnEmptyStateFromNone() throws Exception {
        store.record(ENERGY, whole("a", Map.of()), List.of());

        assertThat(load(ENERGY, "a")).isEmpty();
        reopen();
        assertThat(load(ENERGY, "a")).isEmpty();
    }

    @Test
    void shouldAddToTheStateAndForgetDeletedKeys() throws Exception {
        store.record(ENERGY, whole("a", Map.of(1L, "one", 2L, "two", 3L, "three")), List.of());
        store.record(ENERGY, part("a", Map.of(2L, "zwei", 4L, "four"), Set.of(1L)), List.of());

        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(2L, "zwei", 3L, "three", 4L, "four"));
        reopen();
        store.record(ENERGY, part("a", Map.of(1L, "one again"), Set.of(4L)), List.of());
        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(1L, "one again", 2L, "zwei", 3L, "three"));
    }

    @Test
    void shouldReplaceTheWholeState() throws Exception {
        store.record(ENERGY, whole("a", Map.of(1L, "one", 2L, "two")), List.of());
        reopen();
        store.record(ENERGY, whole("a", Map.of(3L, "three")), List.of());

        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(3L, "three"));
        reopen();
        assertThat(load(ENERGY, "a")).isEqualTo(Map.of(3L, "three"));
    }

    @Test
    void shouldTakeAnotherFingerprintForAnotherThing() throws Exception {
        store.record(ENERGY, whole("a", Map.of(1L, "one")), List.of());
        reopen();
        assertThat(load(ENERGY, "b")).isNull();

        store.record(ENERGY, part("b", Map.of(2L, "two"), Set.of()), List.of());

        assertThat(load(ENERGY, "b")).isEqualTo(Map.of(2L, "two"));
        assertThat(load(ENERGY, "a")).isNull();
        reopen();
        assertThat(load(ENERGY, "b")).isEqualTo(Map.of(2L, "two"));
        assertThat(load(ENERGY, "a")).isNull();
    }

    @Test
    void shouldKeepMonitorsApart() throws Exception {
        store.record(ENERGY, whole("a", Map.of(1L, "energy")), List.of());
        store.record(DOOR, whole("a", Map.of(1L, "door")), List.of());
        store.record(ENERGY, part("a", Map.of(), Set.of(1L)), List.of());
        reopen();

        assertThat(load(ENERGY, "a")).isEmpty();
        assertThat(load(DOOR, "a")).isEqualTo(Map.of(1L, "door"));
    }

    /** Any sequence of changes, loads and restarts behaves like one map per monitor. */
    @Test
    void shouldBehaveLikeAMap() throws Exception {
        long seed = Arbitraries.longs().sample();
        Random random = new Random(seed);
        Map<MonitorId, Map<Long, String>> model = new HashMap<>();
        Map<MonitorId, String> fingerprints = new HashMap<>();
        for (int step = 0; step < 600; step++) {
            MonitorId id = random.nextBoolean() ? ENERGY : DOOR;
            String fingerprint = random.nextInt(10) == 0 ? "b" : "a";
            boolean whole = random.nextInt(8) == 0;
            Map<Long, String> puts = new HashMap<>();
            Set<Long> deletes = new java.util.HashSet<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                puts.put((long) random.nextInt(20), "step " + step);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                deletes.add((long) random.nextInt(20));
            }
            deletes.removeAll(puts.keySet());
            boolean fresh = whole || !fingerprint.equals(fingerprints.get(id));
            Map<Long, String> state = fresh ? new HashMap<>() : model.get(id);
            state.keySet().removeAll(deletes);
            state.putAll(puts);
            model.put(id, state);
            fingerprints.put(id, fingerprint);

            store.record(id, new StateChange(fingerprint, whole, bytes(puts), deletes), List.of());
            if (random.nextInt(40) == 0) {
                reopen();
            }
            String asked = random.nextInt(5) == 0 ? "b" : fingerprint;
            assertThat(load(id, asked))
                    .as("step %d, seed %d", step, seed)
                    .isEqualTo(asked.equals(fingerprint) ? state : null);
        }
    }
}
