package tori.api;

import tori.delivery.DeliveryFilter;
import tori.delivery.DeliveryRow;
import tori.delivery.NoSuchDeliveryException;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers what the operator asks about the outbox and gives to it. Called on requests' threads,
 * which wait for the disk.
 */
final class DeliveryPages {

    /** Names the process that has the store, so that nobody decides about another one's. */
    static final String PROCESS = "Tori-Process";

    private static final String ROOT = "/api/v1/deliveries";

    private final FrontDesk desk;

    DeliveryPages(FrontDesk desk) {
        this.desk = desk;
    }

    void addTo(Router router) {
        router.get(Audience.OVERSEERS, ROOT, asking(this::list))
                .post(Audience.OPERATOR, ROOT, asking(this::accept))
                .post(Audience.OPERATOR, ROOT + "/retry", asking(this::retryMany))
                .post(Audience.OPERATOR, ROOT + "/discard", asking(this::discardMany))
                .get(Audience.OVERSEERS, ROOT + "/{id}", asking(this::show))
                .post(Audience.OPERATOR, ROOT + "/{id}/retry", asking(this::retryOne))
                .post(Audience.OPERATOR, ROOT + "/{id}/discard", asking(this::discardOne));
    }

    /** Something the store cannot do now has a sentence to say; it is no bug of the request. */
    static Router.Handler asking(Router.Handler handler) {
        return exchange -> {
            String wanted = exchange.header(PROCESS);
            String own = Long.toString(ProcessHandle.current().pid());
            if (wanted != null && !wanted.equals(own)) {
                exchange.fail(
                        409,
                        ErrorKind.CONFLICT,
                        "this is process "
                                + own
                                + ", but the store you mean is used by another tori; look at"
                                + " server.listen and store.url in its config.yaml");
                return;
            }
            try {
                handler.handle(exchange);
            } catch (NoSuchDeliveryException e) {
                exchange.fail(404, ErrorKind.NOT_FOUND, String.valueOf(e.getMessage()));
            } catch (IOException e) {
                exchange.fail(503, ErrorKind.INTERNAL, String.valueOf(e.getMessage()));
            }
        };
    }

    private void list(Exchange exchange) throws Exception {
        DeliveryRequests.Page page = DeliveryRequests.page(exchange);
        DeliveryPage found = desk.list(page.filter(), page.limit(), page.offset());
        Map<String, Object> data = DeliveryJson.pageData(found);
        data.put("limit", page.limit());
        data.put("offset", page.offset());
        exchange.succeed(deliveries(found.total()), data);
    }

    private void show(Exchange exchange) throws Exception {
        long id = exchange.pathId();
        exchange.succeed("delivery " + id, DeliveryJson.detailData(desk.detail(id)));
    }

    /** Decides about some deliveries; returns about how many. */
    private interface Decision {
        int about(DeliveryFilter filter) throws IOException, InterruptedException;
    }

    private void retryMany(Exchange exchange) throws Exception {
        int count = desk.retry(DeliveryRequests.selection(exchange));
        exchange.succeed(deliveries(count) + " will be tried again", Map.of("count", count));
    }

    private void discardMany(Exchange exchange) throws Exception {
        int count = desk.discard(DeliveryRequests.selection(exchange));
        exchange.succeed(deliveries(count) + " discarded", Map.of("count", count));
    }

    private void retryOne(Exchange exchange) throws Exception {
        decide(exchange, desk::retry, "will be tried again", Refusal::ofRetry);
    }

    private void discardOne(Exchange exchange) throws Exception {
        decide(exchange, desk::discard, "discarded", Refusal::ofDiscard);
    }

    private void decide(
            Exchange exchange, Decision decision, String done, Function<DeliveryRow, String> whyNot)
            throws Exception {
        exchange.requireNoForm();
        long id = exchange.pathId();
        int count = decision.about(new DeliveryFilter(List.of(id), List.of(), null));
        if (count == 0) {
            exchange.fail(409, ErrorKind.CONFLICT, whyNot.apply(desk.detail(id).row()));
        } else {
            exchange.succeed("delivery " + id + " " + done, Map.of("count", count));
        }
    }

    private void accept(Exchange exchange) throws Exception {
        switch (desk.accept(DeliveryRequests.notice(exchange))) {
            case NoticeReceipt.Accepted accepted -> tell(exchange, accepted);
            case NoticeReceipt.UnknownDestination unknown ->
                    exchange.fail(
                            404,
                            ErrorKind.NOT_FOUND,
                            "there is no destination "
                                    + unknown.name()
                                    + "; known: "
                                    + String.join(", ", unknown.known()));
            case NoticeReceipt.TooSlow slow ->
                    exchange.fail(
                            503,
                            ErrorKind.INTERNAL,
                            "the disk did not take it in time; repeat the request with the header"
                                    + " Idempotency-Key: "
                                    + slow.key()
                                    + " and it is delivered once");
        }
    }

    private static void tell(Exchange exchange, NoticeReceipt.Accepted accepted) {
        List<NoticeReceipt.Entry> entries = accepted.entries();
        if (entries.stream().anyMatch(e -> e.kind() == NoticeReceipt.Kind.CONFLICTING)) {
            exchange.fail(
                    409,
                    ErrorKind.CONFLICT,
                    "something else was accepted under this Idempotency-Key",
                    entries.stream().map(DeliveryPages::sentence).toList());
            return;
        }
        boolean anew = entries.stream().anyMatch(e -> e.kind() == NoticeReceipt.Kind.NEW);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("key", accepted.key());
        data.put("deliveries", entries.stream().map(DeliveryPages::entryData).toList());
        exchange.succeed(anew ? 202 : 200, anew ? "accepted" : "accepted earlier", data);
    }

    private static String sentence(NoticeReceipt.Entry entry) {
        String kind =
                switch (entry.kind()) {
                    case NEW -> "accepted";
                    case REPEATED -> "accepted earlier";
                    case CONFLICTING -> "not accepted, the key belongs to another notice";
                };
        return entry.destination() + ": " + kind + " (delivery " + entry.id() + ")";
    }

    private static Map<String, Object> entryData(NoticeReceipt.Entry entry) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", entry.id());
        data.put("destination", entry.destination());
        data.put("event_id", entry.eventId().toString());
        data.put("state", entry.state().wireName());
        data.put("repeated", entry.kind() == NoticeReceipt.Kind.REPEATED);
        return data;
    }

    private static String deliveries(long count) {
        return count + (count == 1 ? " delivery" : " deliveries");
    }
}
