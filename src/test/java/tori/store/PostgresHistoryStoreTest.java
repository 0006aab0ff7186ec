package tori.store;

import tori.config.StorePlace;

import java.sql.Connection;
import java.util.function.UnaryOperator;

/** What becomes of the history on a PostgreSQL server. */
class PostgresHistoryStoreTest extends SqlHistoryStoreContract {

    private final StorePlace.Postgres place = PostgresFixture.newPlace();

    @Override
    StorePlace place() {
        return place;
    }

    @Override
    Engine engine(UnaryOperator<Connection> around) throws StoreException {
        return PostgresEngine.open(place, around);
    }

    @Override
    long number(String sql) {
        return PostgresFixture.number(place, sql);
    }

    @Override
    void change(String sql) {
        PostgresFixture.execute(place, sql);
    }

    @Override
    int uncertainChecks() {
        return 100;
    }

    @Override
    String bytes(String hexadecimal) {
        return "'\\x" + hexadecimal + "'";
    }
}
