package tori.index;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

class KeyedSetTest {

    private static final int KEYS = 40;

    /** A key of which many have one hash, so that they stand in each other's way. */
    private record Key(int number) {

        @Override
        public int hashCode() {
            return number % 5;
        }
    }

    private record Value(Key key, int version) {}

    private final KeyedSet<Key, Value> set = new KeyedSet<>(Value::key);

    private static Value value(int key, int version) {
        return new Value(new Key(key), version);
    }

    /** What is done by a number, to the set and to a map alike. */
    private static void step(
            int number, int version, KeyedSet<Key, Value> set, Map<Key, Value> map) {
        Key key = new Key(number % KEYS);
        Value value = new Value(key, version);
        switch (number / KEYS) {
            case 0 -> assertThat(set.putIfAbsent(value)).isEqualTo(map.putIfAbsent(key, value));
            case 1 -> {
                set.put(value);
                map.put(key, value);
            }
            case 2, 3 -> assertThat(set.remove(key)).isEqualTo(map.remove(key));
            case 4 ->
                    assertThat(set.computeIfAbsent(key, _ -> value))
                            .isEqualTo(map.computeIfAbsent(key, _ -> value));
            case 5 -> {
                set.replace(key, _ -> value);
                map.replace(key, value);
            }
            default -> {
                set.removeIf(one -> one.key().number() % 3 == 0);
                map.values().removeIf(one -> one.key().number() % 3 == 0);
            }
        }
    }

    @Property(tries = 300)
    void shouldHoldWhatAMapWouldHold(
            @ForAll @Size(max = 400) List<@IntRange(max = 6 * KEYS) Integer> steps) {
        KeyedSet<Key, Value> mine = new KeyedSet<>(Value::key);
        Map<Key, Value> map = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            step(steps.get(i), i, mine, map);
        }
        assertThat(mine.size()).isEqualTo(map.size());
        assertThat(mine.values()).containsExactlyInAnyOrderElementsOf(map.values());
        for (int number = 0; number < KEYS; number++) {
            assertThat(mine.get(new Key(number))).isEqualTo(map.get(new Key(number)));
        }
    }

    @Test
    void shouldGrowAndFindAll() {
        KeyedSet<String, String> names = new KeyedSet<>(name -> name);
        for (int i = 0; i < 100_000; i++) {
            assertThat(names.putIfAbsent("shop-" + i)).isNull();
        }
        assertThat(names.size()).isEqualTo(100_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(names.get("shop-" + i)).isNotNull();
        }
        assertThat(names.get("shop-100000")).isNull();
    }

    @Test
    void shouldGoOnWhereAllThatWasAddedIsRemovedAgain() {
        for (int i = 0; i < 10_000; i++) {
            set.put(value(i, 0));
            assertThat(set.remove(new Key(i))).isEqualTo(value(i, 0));
        }
        assertThat(set.size()).isZero();
        assertThat(set.values()).isEmpty();
        assertThat(set.get(new Key(7))).isNull();
    }

    @Test
    void shouldNeverMissWhatStaysWhileOthersComeAndGo() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            set.put(value(i, 0));
        }
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> readers = new ArrayList<>();
            for (int reader = 0; reader < 2; reader++) {
                readers.add(
                        threads.submit(() -> {
                            begun.countDown();
                            boolean found = true;
                            for (int i = 0; found && !over.get(); i = (i + 1) % KEYS) {
                                Value value = set.get(new Key(i));
                                found = value != null && value.key().number() == i;
                            }
                            return found;
                        }));
            }
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 20_000; i++) {
                set.put(value(i % KEYS, i));
                set.put(value(KEYS + i % 100, i));
                set.remove(new Key(KEYS + (i + 50) % 100));
            }
            over.set(true);
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get(10, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
