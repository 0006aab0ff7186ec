package tori.store;

import tori.config.StoreConfig;

import java.util.HashMap;
import java.util.Map;

/** Deliveries on a PostgreSQL server. */
class PostgresDeliveryStoreTest extends SqlDeliveryStoreContract {

    private final Map<String, StoreConfig.Postgres> places = new HashMap<>();

    @Override
    StoreConfig.Postgres place(String name) {
        return places.computeIfAbsent(name, any -> PostgresFixture.newPlace());
    }

    @Override
    void execute(String name, String sql) {
        PostgresFixture.execute(
                "SET search_path = " + PostgresFixture.schema(place(name)) + "; " + sql);
    }
}
