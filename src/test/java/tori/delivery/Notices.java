package tori.delivery;

import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Product;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Events to be owed, for tests. */
public final class Notices {

    public static final MonitorId SOURCE = new MonitorId("gorilla", "energy");

    private Notices() {}

    /** Plain words about a subject: the entity is {@code gorilla/subject}. */
    public static Event notice(String subject, String text) {
        return new Event(
                UUID.randomUUID(),
                SOURCE,
                EventType.NOTICE,
                subject,
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                0,
                new Notice(text));
    }

    /** The so many-th event of an entity. */
    public static Event numbered(String entity, long sequence) {
        Product product =
                new Product(
                        1, "Hoodie", "hoodie", "https://shop.example/p/1", "Shop", "Hoodie", null);
        return new Event(
                UUID.randomUUID(),
                SOURCE,
                EventType.PRODUCT_NEW,
                "1",
                Instant.parse("2026-01-01T00:00:00.123456Z"),
                0,
                new CatalogData(entity, sequence, product, null, List.of(), null, null));
    }
}
