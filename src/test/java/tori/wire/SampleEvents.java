package tori.wire;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import tori.model.Before;
import tori.model.Blindness;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventData;
import tori.model.EventType;
import tori.model.IncidentReport;
import tori.model.MonitorId;
import tori.model.Notice;
import tori.model.Product;
import tori.model.StoreAccess;
import tori.model.Variant;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events for tests: ordinary ones, and ones made of any text a store could come up with. */
public final class SampleEvents {

    public static final MonitorId SOURCE = new MonitorId("gorilla", "energy");
    public static final Instant TIME = Instant.parse("2026-03-04T12:03:04.123Z");

    private SampleEvents() {}

    /** An ordinary restock of variant 2 of product 1. */
    public static Event restocked() {
        return of(
                EventType.RESTOCKED,
                new CatalogData(
                        "gorilla/1",
                        7,
                        product("Blue Hoodie"),
                        variant(2, "10"),
                        List.of(),
                        new Before(false, "59.99"),
                        null));
    }

    /** A restock of one of the variants of product 1, gone for three days and four hours. */
    public static Event restocked(long variant, String size) {
        return restocked(1, variant, size);
    }

    /** A restock of one variant of one product; all products have one page. */
    public static Event restocked(long product, long variant, String size) {
        Product one = product("Blue Hoodie");
        return new Event(
                new UUID(0x018f2f6e_0000_7000L, (product << 32) + variant),
                SOURCE,
                EventType.RESTOCKED,
                product + "/" + variant,
                TIME,
                5,
                new CatalogData(
                        "gorilla/" + product,
                        variant,
                        new Product(
                                product,
                                one.title(),
                                one.handle(),
                                one.url(),
                                one.vendor(),
                                one.type(),
                                one.image()),
                        variant(variant, size),
                        List.of(),
                        new Before(false, "49.99", TIME.minusSeconds(76 * 3600)),
                        null));
    }

    /** A monitor that went blind, for want of a valid certificate. */
    public static Event blind() {
        return of(EventType.MONITOR_BLIND, blindness(null));
    }

    /** The same, two hours and five minutes later. */
    public static Event recovered() {
        return of(EventType.MONITOR_RECOVERED, blindness(Duration.ofMinutes(125)));
    }

    private static Blindness blindness(Duration lasted) {
        return new Blindness(
                "gorilla/energy/sight",
                lasted == null ? 1 : 2,
                "tls",
                "the certificate of gorilla.example has expired",
                TIME.minus(lasted == null ? Duration.ofSeconds(90) : lasted),
                lasted == null ? 3 : 250,
                TIME.minus(Duration.ofHours(3)),
                lasted);
    }

    /** A page that is down. */
    public static Event opened() {
        return of(EventType.INCIDENT_OPENED, incident(null, 0));
    }

    /** The same, an hour later. */
    public static Event reminded() {
        return of(EventType.INCIDENT_REMINDED, incident(Duration.ofHours(1), 1));
    }

    /** The same, when it is over. */
    public static Event closed() {
        return of(EventType.INCIDENT_CLOSED, incident(Duration.ofMinutes(125), 1));
    }

    private static IncidentReport incident(Duration duration, int reminders) {
        Instant opened = duration == null ? TIME : TIME.minus(duration);
        return new IncidentReport(
                "gorilla/energy/incident",
                1,
                UUID.fromString("01980000-0000-7000-8000-000000000001"),
                "timeout",
                "no answer within 10 s",
                opened.minusSeconds(20),
                opened,
                duration,
                reminders);
    }

    /** A new product with this many variants. */
    public static Event newProduct(int variants) {
        List<Variant> all = new java.util.ArrayList<>();
        for (int i = 0; i < variants; i++) {
            all.add(variant(100 + i, "Size " + i));
        }
        return of(
                EventType.PRODUCT_NEW,
                new CatalogData("gorilla/1", 1, product("Blue Hoodie"), null, all, null, null));
    }

    /** What {@code notify-test} sends. */
    public static Event test() {
        return of(EventType.TEST, new Notice("tori can reach this destination."));
    }

    /** What somebody who calls the API wants to have said. */
    public static Event notice(String text) {
        return of(EventType.NOTICE, new Notice(text));
    }

    /** An event of this type about this. */
    public static Event of(EventType type, EventData data) {
        return new Event(
                UUID.fromString("018f2f6e-0000-7000-8000-000000000001"),
                SOURCE,
                type,
                "1/2",
                TIME,
                5,
                data);
    }

    public static Product product(String title) {
        return new Product(
                1,
                title,
                "blue-hoodie",
                "https://gorilla.example/products/blue-hoodie",
                "Gorilla",
                "Hoodie",
                "https://cdn.example/blue.png");
    }

    public static Variant variant(long id, String size) {
        return new Variant(
                id,
                size,
                Map.of("Size", size),
                "49.99",
                true,
                "https://gorilla.example/cart/" + id + ":1");
    }

    /** Any event at all, half surrogate pairs and control characters included. */
    public static Arbitrary<Event> any() {
        Arbitrary<EventType> types = Arbitraries.of(EventType.values());
        Arbitrary<EventData> data =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(9, catalog()),
                        net.jqwik.api.Tuple.of(1, access()),
                        net.jqwik.api.Tuple.of(1, blindness()),
                        net.jqwik.api.Tuple.of(1, incident()),
                        net.jqwik.api.Tuple.of(1, text().map(Notice::new)));
        Arbitrary<MonitorId> sources = Combinators.combine(text(), text()).as(MonitorId::new);
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID), sources, types, text(), times(), data)
                .as((id, source, type, subject, time, d) ->
                        new Event(id, source, type, subject, time, 0, d));
    }

    private static Arbitrary<EventData> access() {
        return Combinators.combine(
                        text(),
                        Arbitraries.longs(),
                        url(),
                        Arbitraries.of(true, false),
                        times().injectNull(0.3))
                .as(StoreAccess::new);
    }

    private static Arbitrary<EventData> incident() {
        Arbitrary<Duration> spans =
                Arbitraries.longs().between(0, 100L * 365 * 86_400_000).map(Duration::ofMillis);
        Arbitrary<String> words = text();
        return Combinators.combine(
                        words,
                        Arbitraries.longs(),
                        words,
                        times(),
                        times(),
                        spans.injectNull(0.5),
                        Arbitraries.integers())
                .as((word, sequence, detail, since, opened, duration, reminders) ->
                        new IncidentReport(
                                word,
                                sequence,
                                UUID.randomUUID(),
                                word,
                                detail,
                                since,
                                opened,
                                duration,
                                reminders));
    }

    private static Arbitrary<EventData> blindness() {
        Arbitrary<Duration> spans =
                Arbitraries.longs().between(0, 100L * 365 * 86_400_000).map(Duration::ofMillis);
        return Combinators.combine(
                        text(),
                        Arbitraries.longs(),
                        text(),
                        text(),
                        times(),
                        Arbitraries.longs(),
                        times().injectNull(0.3),
                        spans.injectNull(0.5))
                .as(Blindness::new);
    }

    private static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(0, 4_102_444_800_000L).map(Instant::ofEpochMilli);
    }

    private static Arbitrary<EventData> catalog() {
        Arbitrary<Before> befores =
                Combinators.combine(
                                Arbitraries.of(true, false).injectNull(0.3),
                                price().injectNull(0.3),
                                times().injectNull(0.5))
                        .as(Before::new);
        return Combinators.combine(
                        text(),
                        Arbitraries.longs(),
                        products(),
                        variants().injectNull(0.2),
                        variants().list().ofMaxSize(8),
                        befores.injectNull(0.3),
                        text().injectNull(0.5))
                .as(CatalogData::new);
    }

    private static Arbitrary<Product> products() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        text().injectNull(0.1),
                        text().injectNull(0.1),
                        url().injectNull(0.1),
                        text().injectNull(0.1),
                        text().injectNull(0.1),
                        url().injectNull(0.1))
                .as(Product::new);
    }

    private static Arbitrary<Variant> variants() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        text().injectNull(0.1),
                        Arbitraries.maps(text(), text()).ofMaxSize(4),
                        price().injectNull(0.1),
                        Arbitraries.of("USD", "JPY", "KWD", "ZZZ").injectNull(0.3),
                        Arbitraries.of(true, false).injectNull(0.1),
                        url().injectNull(0.1))
                .as(Variant::new);
    }

    private static Arbitrary<String> price() {
        return Arbitraries.oneOf(
                Arbitraries.of("49.99", "59.99", "1234", "0", "0.00"),
                Arbitraries.strings().numeric().ofMaxLength(12),
                text());
    }

    private static Arbitrary<String> url() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "https://gorilla.example/products/blue-hoodie",
                        "https://gorilla.example/products/a(b)?x=1#y",
                        "https://gorilla.example/cart/2:1",
                        "https://gorilla.example/products/größe%20zehn|^{}",
                        "https://" + "a".repeat(2000) + ".example/",
                        "https://gorilla.example/" + "long/".repeat(400),
                        "https://gorilla.example/" + "l(ng".repeat(450),
                        "https://user:word@gorilla.example/",
                        "http://localhost/products/x",
                        "http://a_b.example/",
                        "demo://store/products/x",
                        "javascript:alert(1)",
                        "//gorilla.example/x",
                        "https://gorilla.example/a b",
                        ""),
                text(),
                text().map(text -> "https://gorilla.example/products/" + text));
    }

    /** Any text: Markdown, mentions, blanks, controls, emoji, broken surrogates, short and long. */
    public static Arbitrary<String> text() {
        Arbitrary<String> pieces =
                Arbitraries.oneOf(
                        Arbitraries.of(
                                "**bold**",
                                "@everyone",
                                "<@&1234>",
                                "`",
                                "```",
                                "||",
                                "~~",
                                "[x](http://y.z)",
                                "\\",
                                "\u0000",
                                "\u001b[31m",
                                "\u202e",
                                "\u200b",
                                " ",
                                "\t",
                                "\n",
                                "\u3164",
                                "😀",
                                "👨‍👩‍👧",
                                "\uD83D",
                                "\uDE00",
                                "é",
                                "ß",
                                "日本語",
                                "# ",
                                "> ",
                                "- "),
                        Arbitraries.strings().all().ofMaxLength(20),
                        Arbitraries.strings().ascii().ofMaxLength(40));
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, pieces.list().ofMaxSize(6).map(SampleEvents::join)),
                net.jqwik.api.Tuple.of(
                        1,
                        Combinators.combine(pieces, Arbitraries.integers().between(1, 300))
                                .as((piece, times) -> piece.repeat(times))));
    }

    private static String join(List<String> pieces) {
        return String.join("", pieces);
    }
}
