package tori.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class EventJsonTest {

    @Test
    void shouldWriteTheShapeOfTheContract() {
        assertThat(text(EventJson.encode(SampleEvents.restocked())))
                .isEqualTo(
                        """
                        {"specversion":"1.0","id":"018f2f6e-0000-7000-8000-000000000001",\
                        "source":"/gorilla/energy","type":"tori.variant.restocked",\
                        "subject":"1/2","time":"2026-03-04T12:03:04.123Z",\
                        "datacontenttype":"application/json",\
                        "data":{"site":"gorilla","monitor":"energy","entity":"gorilla/1","sequence":7,\
                        "product":{"id":1,"title":"Blue Hoodie","handle":"blue-hoodie",\
                        "url":"https://gorilla.example/products/blue-hoodie","vendor":"Gorilla",\
                        "type":"Hoodie","image":"https://cdn.example/blue.png"},\
                        "variant":{"id":2,"title":"10","options":{"Size":"10"},"price":"49.99",\
                        "available":true,"cart_url":"https://gorilla.example/cart/2:1"},\
                        "before":{"available":false,"price":"59.99"}}}\
                        """);
    }

    @Test
    void shouldWriteThatAStoreWasUnlocked() {
        StoreAccess access =
                new StoreAccess(
                        "gorilla/energy",
                        2,
                        "https://gorilla.example",
                        false,
                        Instant.parse("2026-03-04T09:00:00Z"));
        String json = text(EventJson.encode(SampleEvents.of(EventType.STORE_UNLOCKED, access)));
        assertThat(json)
                .contains("\"type\":\"tori.store.unlocked\"")
                .endsWith(
                        """
                        "data":{"site":"gorilla","monitor":"energy","entity":"gorilla/energy",\
                        "sequence":2,"store":{"url":"https://gorilla.example","locked":false},\
                        "before":{"locked":true,"since":"2026-03-04T09:00:00Z"}}}\
                        """);
        assertRefused(json.replace("\"locked\":false", "\"locked\":7"), "locked");
        assertRefused(json.replace("2026-03-04T09:00:00Z", "then"), "RFC 3339");
    }

    @Test
    void shouldWriteWhatIsToldOfAnIncident() {
        assertThat(text(EventJson.encode(SampleEvents.opened())))
                .contains("\"type\":\"tori.incident.opened\"")
                .contains(
                        """
                        "incident":{"id":"01980000-0000-7000-8000-000000000001",\
                        "cause":"timeout","detail":"no answer within 10 s",\
                        """)
                .contains("\"reminders\":0}")
                .doesNotContain("duration");
        assertThat(text(EventJson.encode(SampleEvents.closed())))
                .contains("\"type\":\"tori.incident.closed\"")
                .contains("\"duration\":7500.000,\"reminders\":1}");
    }

    @Test
    void shouldWriteThatAMonitorIsBlindAndSeesAgain() {
        assertThat(text(EventJson.encode(SampleEvents.blind())))
                .contains("\"type\":\"tori.monitor.blind\"")
                .endsWith(
                        """
                        "data":{"site":"gorilla","monitor":"energy","entity":"gorilla/energy/sight",\
                        "sequence":1,"blind":{"cause":"tls",\
                        "detail":"the certificate of gorilla.example has expired",\
                        "since":"2026-03-04T12:01:34.123Z","polls":3,\
                        "last_good":"2026-03-04T09:03:04.123Z"}}}\
                        """);
        String recovered = text(EventJson.encode(SampleEvents.recovered()));
        assertThat(recovered)
                .contains("\"type\":\"tori.monitor.recovered\"")
                .endsWith(
                        "\"polls\":250,\"last_good\":\"2026-03-04T09:03:04.123Z\","
                                + "\"duration_seconds\":7500.000}}}");
        assertRefused(recovered.replace("7500.000", "0.00001"), "duration_seconds");
        assertRefused(recovered.replace("\"polls\":250", "\"polls\":\"many\""), "polls");
    }

    @Test
    void shouldWriteTheCurrencyBesideThePrice() {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        Variant variant = new Variant(2, "10", Map.of(), "49.99", "USD", true, null);
        CatalogData priced =
                new CatalogData(data.entity(), 1, data.product(), variant, List.of(), null, null);
        assertThat(text(EventJson.encode(SampleEvents.of(EventType.RESTOCKED, priced))))
                .contains("\"price\":\"49.99\",\"currency\":\"USD\",\"available\":true");
    }

    @Test
    void shouldWriteAProductByItself() {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        String json =
                text(ProductJson.encode(data.product(), List.of(SampleEvents.variant(2, "10"))));
        assertThat(json)
                .startsWith("{\"id\":1,\"title\":\"Blue Hoodie\",\"handle\":\"blue-hoodie\",")
                .contains("\"variants\":[{\"id\":2,\"title\":\"10\",\"options\":{\"Size\":\"10\"}")
                .endsWith("}]}");
    }

    @Test
    void shouldWriteANotice() {
        assertThat(text(EventJson.encode(SampleEvents.test())))
                .endsWith(
                        """
                        "data":{"site":"gorilla","monitor":"energy","entity":"gorilla/1/2",\
                        "sequence":0,"text":"tori can reach this destination."}}\
                        """);
    }

    @Test
    void shouldReadBackEveryTypeOfNotice() throws IOException {
        for (EventType type :
                List.of(EventType.NOTICE, EventType.DELIVERY_FAILED, EventType.TEST)) {
            Event event = SampleEvents.of(type, new Notice("\u00fcber\n\"all\"", "key 7"));
            Event read = EventJson.decode(EventJson.encode(event));

            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("seenNanos")
                    .isEqualTo(wellFormed(event));
            assertThat(read.entity()).isEqualTo(event.entity());
            assertThat(read.sequence()).isEqualTo(event.sequence());
        }
    }

    @Property(tries = 500)
    void shouldReadBackWhatItWrote(@ForAll("events") Event event) throws IOException {
        byte[] json = EventJson.encode(event);

        assertThat(EventJson.decode(json)).isEqualTo(wellFormed(event));
        assertThat(text(json)).doesNotContain("\n", "\r");
        assertThat(text(json).getBytes(StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void shouldReadMembersInAnyOrderAndSkipUnknownOnes() throws IOException {
        String json =
                """
                {"data":{"text":"hello","monitor":"energy","new":[{}],"site":"gorilla"},"subject":"1/2",
                 "time":"2026-03-04T12:03:04.123Z","type":"tori.test","traceparent":"00-1",
                 "id":"018f2f6e-0000-7000-8000-000000000001","specversion":"1.0"}\
                """;

        assertThat(EventJson.decode(json.getBytes(StandardCharsets.UTF_8)).data())
                .isEqualTo(new Notice("hello"));
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertRefused("", "object");
        assertRefused("[]", "object");
        assertRefused("{\"specversion\":\"1.0\"", "end-of-input");
        assertRefused("{}", "specversion");
        assertRefused("{\"specversion\":\"1.0\",\"type\":\"tori.unheard.of\"}", "tori.unheard.of");
        String whole = text(EventJson.encode(SampleEvents.restocked()));
        assertRefused(whole.replace("018f2f6e-", "x"), "UUID");
        assertRefused(whole.replace("2026-03-04T", "yesterday "), "RFC 3339");
        assertRefused(whole.replace("\"sequence\":7", "\"sequence\":\"7\""), "sequence");
        assertRefused(whole.replace("\"product\"", "\"produce\""), "product");
    }

    @Provide
    Arbitrary<Event> events() {
        return SampleEvents.any();
    }

    private static void assertRefused(String json, String saying) {
        assertThatThrownBy(() -> EventJson.decode(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(saying);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** The event as it must come back: encoding to UTF-16 and back replaces half pairs. */
    private static Event wellFormed(Event e) {
        EventData data =
                switch (e.data()) {
                    case Notice notice ->
                            new Notice(repaired(notice.text()), repaired(notice.key()));
                    case StoreAccess access ->
                            new StoreAccess(
                                    repaired(access.entity()),
                                    access.sequence(),
                                    repaired(access.url()),
                                    access.locked(),
                                    access.since());
                    case Blindness blindness ->
                            new Blindness(
                                    repaired(blindness.entity()),
                                    blindness.sequence(),
                                    repaired(blindness.cause()),
                                    repaired(blindness.detail()),
                                    blindness.since(),
                                    blindness.polls(),
                                    blindness.lastGood(),
                                    blindness.lasted());
                    case IncidentReport incident ->
                            new IncidentReport(
                                    repaired(incident.entity()),
                                    incident.sequence(),
                                    incident.id(),
                                    repaired(incident.cause()),
                                    repaired(incident.detail()),
                                    incident.since(),
                                    incident.openedAt(),
                                    incident.duration(),
                                    incident.reminders());
                    case CatalogData c ->
                            new CatalogData(
                                    repaired(c.entity()),
                                    c.sequence(),
                                    product(c.product()),
                                    c.variant() == null ? null : variant(c.variant()),
                                    c.variants().stream().map(EventJsonTest::variant).toList(),
                                    c.before() == null
                                            ? null
                                            : new Before(
                                                    c.before().available(),
                                                    repaired(c.before().price()),
                                                    c.before().since()),
                                    repaired(c.label()));
                };
        MonitorId source =
                new MonitorId(repaired(e.source().site()), repaired(e.source().monitor()));
        return new Event(
                e.id(), source, e.type(), repaired(e.subject()), e.time(), e.seenNanos(), data);
    }

    private static Product product(Product p) {
        return new Product(
                p.id(),
                repaired(p.title()),
                repaired(p.handle()),
                repaired(p.url()),
                repaired(p.vendor()),
                repaired(p.type()),
                repaired(p.image()));
    }

    private static Variant variant(Variant v) {
        Map<String, String> options = new LinkedHashMap<>();
        v.options().forEach((name, value) -> options.put(repaired(name), repaired(value)));
        return new Variant(
                v.id(),
                repaired(v.title()),
                options,
                repaired(v.price()),
                repaired(v.currency()),
                v.available(),
                repaired(v.cartUrl()));
    }

    /** By code point, another way than the code under test goes. */
    private static String repaired(String text) {
        if (text == null) {
            return null;
        }
        return text.codePoints()
                .map(c -> c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
