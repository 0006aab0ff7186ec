package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.poll.PollResult.Failed;

import java.io.IOException;
import java.io.InputStream;

/**
 * Finds one product in a store's list of products, where it was found last before anywhere else.
 * Confined to the monitor's thread, which blocks in it.
 */
final class ListLookup {

    /** Further back are the oldest products of very large stores. */
    private static final int MAX_PAGES = 20;

    /** What a search came to. */
    sealed interface Outcome permits Listed, NotListed, NotRead {}

    /**
     * The product as the list shows it.
     *
     * @param lastByteNanos when the last byte of the page had come
     */
    record Listed(ProductState product, long lastByteNanos) implements Outcome {}

    /** It is not on the pages that are looked at. */
    record NotListed() implements Outcome {}

    /** The list could not be read. */
    record NotRead(Failed failure) implements Outcome {}

    /** How many products a page showed, and the one looked for. */
    private record Page(int products, @Nullable ProductState found) {}

    private final FeedAddresses addresses;
    private final Inquiry inquiry;
    private final long maxBytes;
    private final Surroundings surroundings;
    private int lastPage = 1;
    private int status;

    /**
     * @param maxBytes the largest page, decoded
     */
    ListLookup(FeedAddresses addresses, Inquiry inquiry, long maxBytes, Surroundings surroundings) {
        this.addresses = addresses;
        this.inquiry = inquiry;
        this.maxBytes = maxBytes;
        this.surroundings = surroundings;
    }

    /** The status of the last answer; 0 if there was none. */
    int status() {
        return status;
    }

    /**
     * Searches the list.
     *
     * @param known the product's id; 0 to search by its handle
     */
    Outcome find(String handle, long known) throws InterruptedException {
        int remembered = lastPage;
        if (remembered > 1) {
            Inquiry.Answer<Page> answer = page(remembered, handle, known);
            if (answer instanceof Inquiry.Given<Page> given && given.value().found() != null) {
                return new Listed(given.value().found(), given.lastByteNanos());
            }
        }
        for (int number = 1; number <= MAX_PAGES; number++) {
            Inquiry.Answer<Page> answer = page(number, handle, known);
            switch (answer) {
                case Inquiry.Refused<Page> refused -> {
                    return new NotRead(refused.failure());
                }
                case Inquiry.Given<Page> given -> {
                    ProductState found = given.value().found();
                    if (found != null) {
                        lastPage = number;
                        return new Listed(found, given.lastByteNanos());
                    }
                    if (given.value().products() < FeedAddresses.PAGE_SIZE) {
                        return new NotListed();
                    }
                }
            }
        }
        return new NotListed();
    }

    private Inquiry.Answer<Page> page(int number, String handle, long known)
            throws InterruptedException {
        Inquiry.Answer<Page> answer =
                inquiry.ask(
                        addresses.page(number),
                        "application/json",
                        Inquiry.Earlier.NONE,
                        maxBytes,
                        reply -> search(reply.body(), handle, known));
        status = answer.status();
        return answer;
    }

    /** Reads to the page's end: one that is cut off proves nothing. */
    private Page search(InputStream body, String handle, long known) throws IOException {
        ProductScanner scanner = new ProductScanner(body, surroundings.buffers().acquire());
        try {
            int products = 0;
            ProductState found = null;
            while (scanner.next()) {
                products++;
                if (known != 0 && scanner.id() == known) {
                    found = scanner.materialise();
                } else if (known == 0 && found == null) {
                    ProductState product = scanner.materialise();
                    found = handle.equals(product.handle()) ? product : null;
                }
            }
            return new Page(products, found);
        } finally {
            surroundings.buffers().release(scanner.buffer());
        }
    }
}
