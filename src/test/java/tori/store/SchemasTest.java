package tori.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tori.config.StorePlace;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A table that one kind of database has and the other has not is found when somebody needs it. */
class SchemasTest {

    @TempDir Path folder;

    @Test
    void shouldHaveTheSameVersionsForEveryKindOfDatabase() {
        assertThat(Scripts.POSTGRES.newest()).isEqualTo(Scripts.SQLITE.newest()).isPositive();
    }

    @Test
    void shouldHaveTheSameTablesInEveryKindOfDatabase() throws Exception {
        Map<String, TreeSet<String>> sqlite =
                tables(new StorePlace.Sqlite(folder.resolve("tori.db").toString()), null);
        StorePlace.Postgres place = PostgresFixture.newPlace();
        Map<String, TreeSet<String>> postgres = tables(place, PostgresFixture.schema(place));
        assertThat(postgres.remove("tori_store")).isNotNull();
        assertThat(postgres).isEqualTo(sqlite).containsKey("delivery_attempt");
    }

    private static Map<String, TreeSet<String>> tables(StorePlace place, String schema)
            throws Exception {
        Map<String, TreeSet<String>> tables = new TreeMap<>();
        Engine engine = Engine.open(place);
        try {
            Connection connection = engine.connection();
            try (ResultSet column = connection.getMetaData().getColumns(null, schema, "%", "%")) {
                while (column.next()) {
                    String table = column.getString("TABLE_NAME");
                    if (!table.startsWith("sqlite_")) {
                        tables.computeIfAbsent(table, any -> new TreeSet<>())
                                .add(column.getString("COLUMN_NAME"));
                    }
                }
            }
        } finally {
            engine.close();
        }
        return tables;
    }
}
