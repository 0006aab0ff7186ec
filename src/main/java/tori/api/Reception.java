package tori.api;

import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Takes requests in: has the whole body of each before it takes one of the places for those that
 * are worked on, so that slow senders take none. Called on requests' threads.
 */
final class Reception {

    /** Who asks whether tori lives is answered, however many others ask for something else. */
    private static final Set<String> VITAL = Set.of("/livez", "/readyz");

    private final Router router;
    private final Semaphore places;

    /**
     * @param most how many are worked on at once, at most
     */
    Reception(Router router, int most) {
        this.router = router;
        this.places = new Semaphore(most);
    }

    void handle(Exchange exchange) {
        exchange.readBody();
        if (VITAL.contains(exchange.path())) {
            router.handle(exchange);
        } else if (places.tryAcquire()) {
            try {
                router.handle(exchange);
            } finally {
                places.release();
            }
        } else {
            exchange.replaceHeader("Retry-After", "1");
            exchange.fail(503, ErrorKind.INTERNAL, "too many ask at once; try again in a moment");
        }
    }
}
