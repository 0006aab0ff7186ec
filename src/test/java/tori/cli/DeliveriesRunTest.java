package tori.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tori.api.MemoryDesk;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryState;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

class DeliveriesRunTest {

    private final MemoryDesk desk = new MemoryDesk();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(DeliveriesOrder order) throws Exception {
        out.reset();
        err.reset();
        InstantSource later = () -> MemoryDesk.ACCEPTED.plus(Duration.ofMinutes(5));
        return new DeliveriesRun(printer(out), printer(err), later, ZoneOffset.ofHours(2))
                .at(desk, order);
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static DeliveriesOrder.Listing listing(DeliveryState... states) {
        return new DeliveriesOrder.Listing(List.of(states), null, 50, false);
    }

    private static DeliveriesOrder.Selection named(Long... ids) {
        return new DeliveriesOrder.Selection.Named(List.of(ids));
    }

    @Test
    void shouldListOpenAndDeadOnesNewestFirst() throws Exception {
        desk.add("hook", DeliveryState.PENDING, null);
        desk.add("hook", DeliveryState.DELIVERED, null);
        desk.add("hook", DeliveryState.FAILED, "410 Gone");
        assertThat(run(listing())).isEqualTo(ExitStatus.OK);
        assertThat(printed())
                .isEqualTo(
                        """
                        ID  STATE    DESTINATION  TYPE               ENTITY     TRIES  AGE  REASON
                        3   failed   hook         variant.restocked  gorilla/3  5      5m   410 Gone
                        1   pending  hook         variant.restocked  gorilla/1  0      5m
                        """);
        assertThat(said()).isEmpty();

        run(listing(DeliveryState.DELIVERED));
        assertThat(printed().lines().skip(1)).singleElement().asString().startsWith("2 ");
    }

    @Test
    void shouldSayThatThereAreNoneOrMore() throws Exception {
        assertThat(run(listing())).isEqualTo(ExitStatus.OK);
        assertThat(printed()).isEmpty();
        assertThat(said()).contains("no such deliveries");

        for (int i = 0; i < 3; i++) {
            desk.add("hook", DeliveryState.PENDING, null);
        }
        run(new DeliveriesOrder.Listing(List.of(), null, 2, false));
        assertThat(printed().lines()).hasSize(3);
        assertThat(said()).contains("2 of 3");
    }

    @Test
    void shouldListForPrograms() throws Exception {
        desk.add("hook", DeliveryState.FAILED, "\u001b[31m\u009b\u202e <ü>");
        assertThat(run(new DeliveriesOrder.Listing(List.of(), "hook", 50, true))).isZero();
        assertThat(printed())
                .startsWith("{\"deliveries\":[{\"id\":1,")
                .endsWith("\"total\":1}\n")
                .contains("\\u001B[31m\\u009b\\u202e <ü>")
                .contains("\"accepted_at\":\"2026-03-01T12:00:00Z\"");
        assertThat(printed().lines()).hasSize(1);
    }

    @Test
    void shouldShowEachAttemptInLocalTime() throws Exception {
        desk.add("hook", DeliveryState.FAILED, "no answer\r\nin 5 s");
        assertThat(run(new DeliveriesOrder.Showing(1, false))).isZero();
        assertThat(printed())
                .contains("state        failed")
                .contains("accepted     2026-03-01T14:00:00.000+02:00")
                .contains("reason       no answer\\u000d\\u000ain 5 s")
                .contains("  2026-03-01T14:00:00.200+02:00  250 ms  hook  ambiguous  HTTP 503")
                .contains("    no answer\\u001b[2J in 5 s")
                .contains("    > <b>down</b>\\u009b31m\\u202e")
                .contains("  2026-03-01T14:00:02.000+02:00  1000 ms  hook  unknown\n");
        assertThat(printed().codePoints().filter(Character::isISOControl)).containsOnly((int) '\n');

        run(new DeliveriesOrder.Showing(1, true));
        assertThat(printed()).contains("\"started_at\":\"2026-03-01T12:00:00.200Z\"");
        assertThat(printed().codePoints().filter(Character::isISOControl))
                .containsExactly((int) '\n');
    }

    @Test
    void shouldFailWhereThereIsNoSuchDelivery() throws Exception {
        assertThat(run(new DeliveriesOrder.Showing(9, false))).isEqualTo(ExitStatus.FAILED);
        assertThat(printed()).isEmpty();
        assertThat(said()).isEqualTo("tori: there is no delivery 9\n");
    }

    @Test
    void shouldDecideAboutEachOneNamed() throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        desk.add("hook", DeliveryState.DELIVERED, null);
        desk.add("hook", DeliveryState.FAILED, "500");
        assertThat(run(new DeliveriesOrder.Retrying(named(1L, 2L, 0L, 9L, 3L))))
                .isEqualTo(ExitStatus.FAILED);
        assertThat(printed())
                .isEqualTo("delivery 1 will be tried again\ndelivery 3 will be tried again\n");
        assertThat(said().lines())
                .containsExactly(
                        "tori: delivery 2 is delivered; only a dead letter can be tried again",
                        "tori: there is no delivery 0",
                        "tori: there is no delivery 9");
        assertThat(desk.states())
                .containsEntry(1L, DeliveryState.PENDING)
                .containsEntry(3L, DeliveryState.PENDING);

        assertThat(run(new DeliveriesOrder.Discarding(named(1L)))).isEqualTo(ExitStatus.OK);
        assertThat(printed()).isEqualTo("delivery 1 discarded\n");
        assertThat(run(new DeliveriesOrder.Discarding(named(2L)))).isEqualTo(ExitStatus.FAILED);
        assertThat(said()).contains("delivery 2 is delivered; it cannot be discarded");
    }

    @Test
    void shouldDecideAboutDeadLettersUnlessToldOtherwise() throws Exception {
        desk.add("hook", DeliveryState.FAILED, "500");
        desk.add("log", DeliveryState.FAILED, "500");
        desk.add("hook", DeliveryState.PENDING, null);
        DeliveriesOrder.Selection ofHook = new DeliveriesOrder.Selection.All(List.of(), "hook");
        assertThat(run(new DeliveriesOrder.Discarding(ofHook))).isZero();
        assertThat(printed()).isEqualTo("1 delivery discarded\n");
        assertThat(desk.states()).containsEntry(3L, DeliveryState.PENDING);

        DeliveriesOrder.Selection all = new DeliveriesOrder.Selection.All(List.of(), null);
        run(new DeliveriesOrder.Retrying(all));
        assertThat(printed()).isEqualTo("1 delivery will be tried again\n");
        run(new DeliveriesOrder.Retrying(all));
        assertThat(printed()).isEqualTo("0 deliveries will be tried again\n");

        run(
                new DeliveriesOrder.Discarding(
                        new DeliveriesOrder.Selection.All(List.of(DeliveryState.PENDING), null)));
        assertThat(printed()).isEqualTo("2 deliveries discarded\n");
        assertThat(desk.list(DeliveryFilter.ALL, 9, 0).rows()).allMatch(row -> row.discarded());
    }
}
