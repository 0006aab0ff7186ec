package tori.store;

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
    static void letPass(Path file) throws SQLException {
        try (Connection connection = Database.connect(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(
                    "DELETE FROM monitor_entry WHERE state_id IN (SELECT id FROM monitor_state"
                            + " WHERE monitor = 'store/retention')");
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
    static StoreSettings settings(Path file) {
        return new StoreSettings(
                file,
                Duration.ofDays(30),
                1_000_000,
                100,
                1_000,
                Duration.ofDays(7),
                1_000_000,
                new Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 2, 0));
    }
}
