package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;

import java.time.Duration;
import java.util.Objects;

/**
 * Looks at one product: at its own page, and where a store refuses that, in the list of products.
 * Confined to the monitor's thread, which blocks in it.
 */
final class ProductPages {

    /** What a look came to. */
    sealed interface Sight permits Found, Absent, NotSeen {}

    /**
     * The product as it is.
     *
     * @param trusted whether its prices are those of the list, and not perhaps in the visitor's
     *     currency
     * @param lastByteNanos when the last byte of what shows it had come
     */
    record Found(ProductState product, boolean trusted, long lastByteNanos) implements Sight {}

    /** The store says that there is no such product. */
    record Absent() implements Sight {}

    /** Nothing can be said. */
    record NotSeen(Failed failure) implements Sight {}

    /** The same answer as before, if the store says so. */
    private record Remembered(
            Inquiry.Earlier earlier, @Nullable String currency, ProductState product) {}

    /** 2,048 variants with all they carry need a quarter of it. */
    static final long MAX_BYTES = 4L << 20;

    /** How long a store that refuses a product's own page is not asked for it again. */
    private static final long REFUSAL_NANOS = Duration.ofMinutes(10).toNanos();

    private final FeedAddresses addresses;
    private final String handle;
    private final Inquiry inquiry;
    private final ListLookup list;
    private final Surroundings surroundings;
    private final long maxBytes;

    private @Nullable Remembered remembered;
    private @Nullable Failed refusal;
    private long refusedNanos;
    private int status;

    /**
     * @param maxListBytes the largest page of the list of products, decoded
     */
    ProductPages(
            FeedAddresses addresses,
            String handle,
            Inquiry inquiry,
            long maxListBytes,
            Surroundings surroundings) {
        this.addresses = addresses;
        this.handle = handle;
        this.inquiry = inquiry;
        this.list = new ListLookup(addresses, inquiry, maxListBytes, surroundings);
        this.surroundings = surroundings;
        this.maxBytes = Math.min(MAX_BYTES, maxListBytes);
    }

    /** The status of the last answer; 0 if there was none. */
    int status() {
        return status;
    }

    /**
     * Looks, by the list if the product's own page is refused.
     *
     * @param currency to be answered in; null if the store's own is not known
     * @param known the product's id; 0 if it was never seen
     */
    Sight look(@Nullable String currency, long known) throws InterruptedException {
        Failed refused = refusal;
        long now = surroundings.clock().nanoTime();
        if (refused == null || now - refusedNanos >= REFUSAL_NANOS) {
            Sight sight = lookAtPage(currency);
            if (!(sight instanceof NotSeen notSeen) || !isRefusal(notSeen.failure())) {
                refusal = null;
                return sight;
            }
            refused = notSeen.failure();
            refusal = refused;
            refusedNanos = now;
        }
        return lookInList(refused, known);
    }

    /**
     * Looks at the product's own page alone.
     *
     * @param currency to be answered in; null if the store's own is not known
     */
    Sight lookAtPage(@Nullable String currency) throws InterruptedException {
        Remembered before = remembered;
        Remembered known =
                before != null && Objects.equals(before.currency(), currency) ? before : null;
        Inquiry.Answer<Remembered> answer =
                inquiry.ask(
                        addresses.productWithStock(handle, currency),
                        "application/json",
                        known == null ? Inquiry.Earlier.NONE : known.earlier(),
                        maxBytes,
                        reply -> {
                            boolean same =
                                    known != null && (reply.status() == 304 || reply.repeats());
                            if (known != null && same) {
                                return known;
                            }
                            ProductState product =
                                    ProductDocument.withStock(reply.body(), currency);
                            return new Remembered(
                                    new Inquiry.Earlier(reply.header("ETag"), reply.print()),
                                    currency,
                                    product);
                        });
        status = answer.status();
        return switch (answer) {
            case Inquiry.Given<Remembered> given -> {
                remembered = given.value();
                yield new Found(given.value().product(), false, given.lastByteNanos());
            }
            case Inquiry.Refused<Remembered> refused ->
                    refused.failure().cause() == Cause.NOT_FOUND
                            ? confirmAbsence(refused.failure(), currency)
                            : new NotSeen(refused.failure());
        };
    }

    /**
     * The prices as the store publishes them; null if they cannot be had.
     *
     * @param currency to be answered in; null if the store's own is not known
     */
    ProductDocument.@Nullable Prices prices(@Nullable String currency) throws InterruptedException {
        Inquiry.Answer<ProductDocument.Prices> answer = askForPrices(currency);
        return answer instanceof Inquiry.Given<ProductDocument.Prices> given ? given.value() : null;
    }

    private Inquiry.Answer<ProductDocument.Prices> askForPrices(@Nullable String currency)
            throws InterruptedException {
        return inquiry.ask(
                addresses.productWithPrices(handle, currency),
                "application/json",
                Inquiry.Earlier.NONE,
                maxBytes,
                reply -> ProductDocument.prices(reply.body()));
    }

    /** A product is absent only if both of its pages say so. */
    private Sight confirmAbsence(Failed notFound, @Nullable String currency)
            throws InterruptedException {
        Inquiry.Answer<ProductDocument.Prices> answer = askForPrices(currency);
        return switch (answer) {
            case Inquiry.Given<ProductDocument.Prices> _ ->
                    new NotSeen(
                            new Failed(
                                    Cause.FORBIDDEN,
                                    "the store shows the product, but not whether it can be bought"
                                            + " ("
                                            + answerWords(notFound)
                                            + ")"));
            case Inquiry.Refused<ProductDocument.Prices> refused ->
                    refused.failure().cause() == Cause.NOT_FOUND
                            ? new Absent()
                            : new NotSeen(refused.failure());
        };
    }

    private String answerWords(Failed notFound) {
        return status == 0 ? notFound.detail() : Integer.toString(status);
    }

    /** Whether the store refuses this page, rather than everything, or for the moment. */
    private static boolean isRefusal(Failed failure) {
        return switch (failure.cause()) {
            case FORBIDDEN, CHALLENGE, UNEXPECTED_STATUS, NOT_JSON, TOO_LARGE -> true;
            case UNAUTHORISED,
                    NOT_FOUND,
                    MOVED,
                    RATE_LIMITED,
                    BLOCKED,
                    SERVER_ERROR,
                    REDIRECTED,
                    TIMEOUT,
                    DNS,
                    CONNECTION,
                    PROXY,
                    TLS,
                    STORE,
                    INTERNAL ->
                    false;
        };
    }

    private Sight lookInList(Failed refused, long known) throws InterruptedException {
        ListLookup.Outcome outcome = list.find(handle, known);
        status = list.status();
        return switch (outcome) {
            case ListLookup.Listed listed ->
                    new Found(listed.product(), true, listed.lastByteNanos());
            case ListLookup.NotListed _ ->
                    new NotSeen(
                            new Failed(
                                    refused.cause(),
                                    refused.detail()
                                            + ", and the list of products does not show it",
                                    refused.retryAfter()));
            case ListLookup.NotRead notRead -> new NotSeen(notRead.failure());
        };
    }
}
