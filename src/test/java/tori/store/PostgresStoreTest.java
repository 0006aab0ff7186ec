package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.config.StorePlace;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.Notices;
import tori.model.Owed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** States and the event log on a PostgreSQL server. */
class PostgresStoreTest extends SqlStoreContract {

    private final Map<String, StorePlace> places = new HashMap<>();

    @Override
    StorePlace place(String name) {
        return places.computeIfAbsent(name, any -> PostgresFixture.newPlace());
    }

    @Test
    void shouldWriteTextsThatPostgresqlHasNoCharacterFor() throws Exception {
        try (SqlStore store = openAt("zero")) {
            Owed owed = new Owed("main", "a\0key", Notices.notice("s\0", "x"));
            assertThat(store.accept(List.of(owed)).get().getFirst().first()).isTrue();
            assertThat(store.accept(List.of(owed)).get().getFirst().first()).isFalse();
            assertThat(store.list(DeliveryFilter.ALL, 9, 0))
                    .extracting(DeliveryRow::key)
                    .containsExactly("a\uFFFDkey");
        }
    }

    @Test
    void shouldReadAStateBesideARunningTori() throws Exception {
        try (SqlStore store = openAt("beside")) {
            assertThat(StateReader.read(place("beside"), ENERGY, "a")).isNull();
            store.record(ENERGY, whole("a", Map.of(1L, "one")), List.of());
            store.record(ENERGY, whole("a", Map.of(1L, "two")), List.of());
        }
        assertThat(texts(StateReader.read(place("beside"), ENERGY, "a")))
                .isEqualTo(Map.of(1L, "two"));
        assertThat(StateReader.read(place("empty"), ENERGY, "a")).isNull();
    }
}
