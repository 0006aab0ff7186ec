package tori.store;

import tori.config.StorePlace;

import java.util.HashMap;
import java.util.Map;

/** Deliveries on a PostgreSQL server. */
class PostgresDeliveryStoreTest extends SqlDeliveryStoreContract {

    private final Map<String, StorePlace.Postgres> places = new HashMap<>();

    @Override
    StorePlace.Postgres place(String name) {
        return places.computeIfAbsent(name, any -> PostgresFixture.newPlace());
    }

    @Override
    void execute(String name, String sql) {
        PostgresFixture.execute(
                "SET search_path = " + PostgresFixture.schema(place(name)) + "; " + sql);
    }
}
