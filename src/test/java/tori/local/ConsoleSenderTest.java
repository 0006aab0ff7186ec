package tori.local;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.Test;

import tori.model.Before;
import tori.model.CatalogData;
import tori.model.Event;
import tori.model.EventType;
import tori.model.Notice;
import tori.model.SendResult;
import tori.model.SendResult.Failed;
import tori.model.SendResult.Gone;
import tori.model.SendResult.Sent;
import tori.model.StoreAccess;
import tori.model.Variant;
import tori.wire.SampleEvents;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

class ConsoleSenderTest {

    @Test
    void shouldPrintOneReadableLine() {
        assertThat(printed(false, SampleEvents.restocked()))
                .isEqualTo(
                        "12:03:04.123  RESTOCKED        gorilla/energy  Blue Hoodie · Size 10"
                                + "  59.99 → 49.99  https://gorilla.example/cart/2:1\n");
        assertThat(printed(false, SampleEvents.newProduct(3)))
                .isEqualTo(
                        "12:03:04.123  PRODUCT NEW      gorilla/energy  Blue Hoodie"
                                + "  3 variants, 3 available"
                                + "  https://gorilla.example/products/blue-hoodie\n");
        assertThat(printed(false, SampleEvents.test()))
                .isEqualTo(
                        "12:03:04.123  TEST             gorilla/energy"
                                + "  tori can reach this destination.\n");
    }

    @Test
    void shouldPrintNoticesAndFailedDeliveries() {
        assertThat(printed(false, SampleEvents.notice("deploy\nat noon \u001b[2J")))
                .isEqualTo("12:03:04.123  NOTICE           gorilla/energy  deploy at noon [2J\n");
        assertThat(
                        printed(
                                true,
                                SampleEvents.of(
                                        EventType.DELIVERY_FAILED,
                                        new Notice("main: a delivery was given up"))))
                .isEqualTo(
                        "12:03:04.123  \u001b[31mDELIVERY FAILED\u001b[0m  gorilla/energy"
                                + "  main: a delivery was given up\n");
    }

    @Test
    void shouldPrintThatAStoreWasLockedOrUnlocked() {
        StoreAccess unlocked =
                new StoreAccess(
                        "gorilla/door",
                        2,
                        "https://gorilla.example",
                        false,
                        Instant.parse("2026-03-04T09:00:00.123Z"));
        assertThat(printed(false, SampleEvents.of(EventType.STORE_UNLOCKED, unlocked)))
                .isEqualTo(
                        "12:03:04.123  STORE UNLOCKED   gorilla/energy  was locked for 3 h 3 m"
                                + "  https://gorilla.example\n");
        StoreAccess locked =
                new StoreAccess("gorilla/door", 1, "https://gorilla.example", true, null);
        assertThat(printed(true, SampleEvents.of(EventType.STORE_LOCKED, locked)))
                .isEqualTo(
                        "12:03:04.123  \u001b[1;33mSTORE LOCKED   \u001b[0m  gorilla/energy"
                                + "  https://gorilla.example\n");
    }

    @Test
    void shouldPrintWhatIsToldOfAnIncident() {
        assertThat(printed(false, SampleEvents.opened()))
                .isEqualTo(
                        "12:03:04.123  INCIDENT OPENED  gorilla/energy  timeout"
                                + "  no answer within 10 s\n");
        assertThat(printed(false, SampleEvents.reminded()))
                .isEqualTo(
                        "12:03:04.123  INCIDENT REMINDED  gorilla/energy  for 1 h  timeout"
                                + "  no answer within 10 s\n");
        assertThat(printed(false, SampleEvents.closed()))
                .isEqualTo(
                        "12:03:04.123  INCIDENT CLOSED  gorilla/energy  was down for 2 h 5 m"
                                + "  timeout  no answer within 10 s\n");
    }

    @Test
    void shouldPrintThatAMonitorIsBlindAndSeesAgain() {
        assertThat(printed(false, SampleEvents.blind()))
                .isEqualTo(
                        "12:03:04.123  MONITOR BLIND    gorilla/energy  for 1 m 30 s"
                                + "  the certificate of gorilla.example has expired\n");
        assertThat(printed(false, SampleEvents.recovered()))
                .isEqualTo(
                        "12:03:04.123  MONITOR RECOVERED  gorilla/energy  was blind for 2 h 5 m"
                                + "  the certificate of gorilla.example has expired\n");
    }

    @Test
    void shouldPrintPricesWithTheirCurrency() {
        CatalogData data = (CatalogData) SampleEvents.restocked().data();
        Variant yen = new Variant(2, "10", Map.of("Size", "10"), "1200.00", "JPY", true, null);
        CatalogData changed =
                new CatalogData(
                        data.entity(),
                        1,
                        data.product(),
                        yen,
                        List.of(),
                        new Before(true, "1500"),
                        null);
        assertThat(printed(false, SampleEvents.of(EventType.PRICE_CHANGED, changed)))
                .contains("  1500 JPY → 1200 JPY  ");
    }

    @Test
    void shouldPrintTheOldestFirst() {
        assertThat(printed(false, SampleEvents.restocked(), SampleEvents.test()).lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("TEST"),
                        second -> assertThat(second).contains("RESTOCKED"));
    }

    @Test
    void shouldColourOnlyWhenTold() {
        assertThat(printed(true, SampleEvents.restocked())).contains("\u001b[1;32mRESTOCKED");
        assertThat(ConsoleSender.wantsColours(true, null)).isTrue();
        assertThat(ConsoleSender.wantsColours(true, "")).isTrue();
        assertThat(ConsoleSender.wantsColours(true, "1")).isFalse();
        assertThat(ConsoleSender.wantsColours(false, null)).isFalse();
    }

    @Test
    void shouldOfferNoCartForWhatIsSoldOut() {
        Event soldOut = SampleEvents.of(EventType.SOLD_OUT, SampleEvents.restocked().data());
        assertThat(printed(false, soldOut)).endsWith("/products/blue-hoodie\n");
    }

    @Property(tries = 300)
    void shouldPrintExactlyOneLineWithoutControlsWhateverAStoreWrites(
            @ForAll("events") Event event) {
        String printed = printed(false, event);

        assertThat(printed).endsWith("\n");
        assertThat(printed.substring(0, printed.length() - 1).codePoints())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x202E);
    }

    @Test
    void shouldNameAProductThatHasNoVisibleTitle() {
        Event event =
                SampleEvents.of(
                        EventType.PRODUCT_REMOVED,
                        new CatalogData(
                                "gorilla/1",
                                1,
                                SampleEvents.product("\u001b\u0007"),
                                null,
                                List.of(),
                                null,
                                "mine"));
        assertThat(printed(false, event)).contains("  product 1  (mine)  ");
    }

    @Test
    void shouldReportAClosedOutput() {
        assertThat(sendTo(failing("Broken pipe"))).isInstanceOf(Gone.class);
    }

    @Test
    void shouldTryAgainWhereTheDiskIsFull() {
        assertThat(sendTo(failing("No space left on device")))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.outage()).isTrue());
    }

    private static SendResult sendTo(OutputStream out) {
        return new ConsoleSender(out, false, ZoneOffset.UTC).send(List.of(SampleEvents.test()));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Provide
    Arbitrary<Event> events() {
        return SampleEvents.any();
    }

    private static String printed(boolean colours, Event... newestFirst) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ConsoleSender sender = new ConsoleSender(bytes, colours, ZoneOffset.UTC);
        assertThat(sender.send(List.of(newestFirst))).isEqualTo(Sent.NOW);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
