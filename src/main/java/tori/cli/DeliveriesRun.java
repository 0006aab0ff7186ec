package tori.cli;

import tori.api.DeliveryDesk;
import tori.api.DeliveryJson;
import tori.api.DeliveryPage;
import tori.api.Refusal;
import tori.delivery.DeliveryDetail;
import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.DeliveryState;
import tori.delivery.NoSuchDeliveryException;

import java.io.IOException;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Does at a desk what {@code tori deliveries} was asked to do. Runs on the main thread. */
public final class DeliveriesRun {

    /** What somebody looks for who says nothing else. */
    private static final List<DeliveryState> UNSETTLED =
            Arrays.stream(DeliveryState.values())
                    .filter(state -> state.isOpen() || state == DeliveryState.FAILED)
                    .toList();

    private final PrintStream out;
    private final PrintStream err;
    private final InstantSource wall;
    private final ZoneId zone;

    /**
     * @param out takes results
     * @param err takes everything else
     * @param wall tells how old a delivery is
     * @param zone whose local time is shown
     */
    public DeliveriesRun(PrintStream out, PrintStream err, InstantSource wall, ZoneId zone) {
        this.out = out;
        this.err = err;
        this.wall = wall;
        this.zone = zone;
    }

    /**
     * Does it and returns the exit status.
     *
     * @throws IOException with a sentence for the user
     */
    public int at(DeliveryDesk desk, DeliveriesOrder order)
            throws IOException, InterruptedException {
        return switch (order) {
            case DeliveriesOrder.Listing listing -> list(desk, listing);
            case DeliveriesOrder.Showing showing -> show(desk, showing);
            case DeliveriesOrder.Retrying retrying ->
                    decide(
                            desk,
                            retrying.selection(),
                            new Decision(desk::retry, " will be tried again", Refusal::ofRetry));
            case DeliveriesOrder.Discarding discarding ->
                    decide(
                            desk,
                            discarding.selection(),
                            new Decision(desk::discard, " discarded", Refusal::ofDiscard));
        };
    }

    private int list(DeliveryDesk desk, DeliveriesOrder.Listing order)
            throws IOException, InterruptedException {
        List<DeliveryState> states = order.states().isEmpty() ? UNSETTLED : order.states();
        DeliveryFilter filter = new DeliveryFilter(List.of(), states, order.destination());
        DeliveryPage page = desk.list(filter, order.limit(), 0);
        if (order.json()) {
            out.println(TerminalText.escape(DeliveryJson.page(page)));
            return ExitStatus.OK;
        }
        if (page.rows().isEmpty()) {
            err.println("no such deliveries");
            return ExitStatus.OK;
        }
        DeliveryTable.lines(page.rows(), wall.instant()).forEach(out::println);
        if (page.total() > page.rows().size()) {
            err.println(page.rows().size() + " of " + page.total() + "; --limit shows more");
        }
        return ExitStatus.OK;
    }

    private int show(DeliveryDesk desk, DeliveriesOrder.Showing order)
            throws IOException, InterruptedException {
        DeliveryDetail detail;
        try {
            detail = desk.detail(order.id());
        } catch (NoSuchDeliveryException e) {
            err.println("tori: " + e.getMessage());
            return ExitStatus.FAILED;
        }
        if (order.json()) {
            out.println(TerminalText.escape(DeliveryJson.detail(detail)));
        } else {
            DeliverySheet.lines(detail, zone).forEach(out::println);
        }
        return ExitStatus.OK;
    }

    private interface Change {
        int of(DeliveryFilter filter) throws IOException, InterruptedException;
    }

    /**
     * What is decided.
     *
     * @param done what to say of a delivery that it was about
     * @param whyNot what to say of one that stays as it is
     */
    private record Decision(Change change, String done, Function<DeliveryRow, String> whyNot) {}

    private int decide(DeliveryDesk desk, DeliveriesOrder.Selection selection, Decision decision)
            throws IOException, InterruptedException {
        return switch (selection) {
            case DeliveriesOrder.Selection.All all -> {
                List<DeliveryState> states =
                        all.states().isEmpty() ? List.of(DeliveryState.FAILED) : all.states();
                int count =
                        decision.change()
                                .of(new DeliveryFilter(List.of(), states, all.destination()));
                out.println(count + (count == 1 ? " delivery" : " deliveries") + decision.done());
                yield ExitStatus.OK;
            }
            case DeliveriesOrder.Selection.Named named -> {
                int status = ExitStatus.OK;
                for (long id : named.ids()) {
                    if (!decide(desk, id, decision)) {
                        status = ExitStatus.FAILED;
                    }
                }
                yield status;
            }
        };
    }

    private boolean decide(DeliveryDesk desk, long id, Decision decision)
            throws IOException, InterruptedException {
        DeliveryFilter one = new DeliveryFilter(List.of(id), List.of(), null);
        if (id > 0 && decision.change().of(one) > 0) {
            out.println("delivery " + id + decision.done());
            return true;
        }
        try {
            err.println("tori: " + decision.whyNot().apply(desk.detail(id).row()));
        } catch (NoSuchDeliveryException e) {
            err.println("tori: " + e.getMessage());
        }
        return false;
    }
}
