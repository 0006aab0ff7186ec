package tori.store;

import org.awaitility.Awaitility;

import tori.config.StorePlace;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.telemetry.Meters;
import tori.time.Backoff;
import tori.time.SystemClocks;
import tori.wire.EventJson;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;

/** Events and settings for tests of the store. */
final class StoreFixtures {

    private StoreFixtures() {}

    /** As if tori had run all the time until it is opened again: the clock it deletes by has. */
    static void letPass(StorePlace place) throws SQLException {
        String forget =
                "DELETE FROM monitor_entry WHERE state_id IN (SELECT id FROM monitor_state WHERE"
                        + " monitor = 'store/retention')";
        switch (place) {
            case StorePlace.Sqlite(String path) -> {
                try (Connection connection = Database.connect(Path.of(path));
                        Statement statement = connection.createStatement()) {
                    statement.executeUpdate(forget);
                }
            }
            case StorePlace.Postgres server -> PostgresFixture.execute(server, forget);
        }
    }

    static Event event(MonitorId source, String subject) {
        return event(source, subject, Instant.parse("2026-01-01T00:00:00.123456Z"));
    }

    static Event event(MonitorId source, String subject, Instant time) {
        return new Event(
                UUID.randomUUID(),
                source,
                EventType.RESTOCKED,
                subject,
                time,
                0,
                new Notice("about " + subject));
    }

    static byte[] json(Event event) {
        return ("{\"subject\":\"" + event.subject() + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    static StoreDependencies dependencies(Meters meters) {
        return new StoreDependencies(
                StoreFixtures::json,
                EventJson::decode,
                meters,
                SystemClocks.monotonic(),
                () -> Instant.parse("2026-01-02T00:00:00Z"),
                new Random(1));
    }

    /** Retries within milliseconds, keeps at most 100 waiting events. */
    static StoreSettings settings(StorePlace place) {
        return new StoreSettings(
                place,
                Duration.ofDays(30),
                1_000_000,
                100,
                1_000,
                Duration.ofDays(7),
                1_000_000,
                new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 2, 0));
    }

    /** The same for a SQLite file. */
    static StoreSettings settings(Path file) {
        return settings(new StorePlace.Sqlite(file.toString()));
    }

    /** Opens a store of which the last user was killed, which its server may not know yet. */
    static SqlStore openAfterKill(StoreSettings settings, StoreDependencies dependencies) {
        return Awaitility.await()
                .ignoreExceptionsMatching(
                        e -> e instanceof StoreException refused && refused.isInUse())
                .until(() -> SqlStore.open(settings, dependencies), store -> true);
    }

    /** A place in one word, for processes. */
    static String word(StorePlace place) {
        return switch (place) {
            case StorePlace.Sqlite(String path) -> path;
            case StorePlace.Postgres server -> PostgresFixture.url(server);
        };
    }

    /** The place of a word. */
    static StorePlace place(String word) {
        return word.startsWith("postgresql:")
                ? PostgresFixture.place(word)
                : new StorePlace.Sqlite(word);
    }
}
