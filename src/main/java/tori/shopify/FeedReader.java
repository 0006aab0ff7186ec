package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.model.MonitorId;
import tori.poll.BodyPrint;
import tori.poll.Fetch;
import tori.poll.FetchException;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;
import tori.poll.Reply;
import tori.telemetry.Flight;
import tori.telemetry.JfrCompare;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the pages of a store's list of products, one after the other, and notes what they show.
 * Made for one poll and confined to its thread, which blocks in it.
 *
 * <p>Of each page {@link #toRemember} keeps its ETag, what its bytes were and the products on it: a
 * page the store calls unmodified, or sends in the same bytes again at the next poll, shows these.
 */
final class FeedReader {

    /** Shopify refuses to go on behind this many products. */
    private static final int MAX_PRODUCTS = 25_000;

    private static final int MAX_PAGES = MAX_PRODUCTS / FeedAddresses.PAGE_SIZE;

    /**
     * The pages of a poll that was believed, for the next; always the same ones. Most stores have
     * one page, which then is this itself.
     */
    sealed interface Remembered extends FeedReaders.Remembered permits Pages, KnownPage {

        Remembered NOTHING = new Pages(List.of());

        /** A page, from 1; null if it is not known. */
        @Nullable KnownPage page(int number);

        /** How many pages there are. */
        int size();

        /** The lists are this one. */
        @Override
        default Remembered of(int list) {
            return this;
        }
    }

    /** Any number of pages but one. */
    private static final class Pages implements Remembered {
        private final KnownPage[] pages;

        private Pages(List<KnownPage> pages) {
            this.pages = pages.toArray(new KnownPage[0]);
        }

        @Override
        public @Nullable KnownPage page(int number) {
            return number <= pages.length ? pages[number - 1] : null;
        }

        @Override
        public int size() {
            return pages.length;
        }
    }

    private sealed interface Outcome {}

    /** How many products a page showed, and how many of them no page before it in this reading. */
    private record Read(int products, int first) implements Outcome {}

    private record NotRead(Failed failure) implements Outcome {}

    private final MonitorId monitor;
    private final ShopifySettings.Terms terms;
    private final FeedAddresses addresses;
    private final Surroundings surroundings;

    private final Remembered remembered;
    private final List<KnownPage> current;
    private int status;
    private int pages;
    private int notModified;
    private int repeated;
    private int products;
    private boolean complete;
    private boolean repeats;
    private long lastByteNanos;

    FeedReader(
            MonitorId monitor,
            ShopifySettings.Terms terms,
            FeedAddresses addresses,
            Surroundings surroundings,
            Remembered remembered) {
        this.monitor = monitor;
        this.terms = terms;
        this.addresses = addresses;
        this.surroundings = surroundings;
        this.remembered = remembered;
        this.current = new ArrayList<>(Math.max(1, remembered.size()));
    }

    /**
     * Reads the whole list; returns why it could not be read, or null if it was.
     *
     * @param conditional whether pages that have not changed may be left out by the store
     */
    @Nullable Failed read(Sightings sightings, boolean conditional)
            throws IOException, InterruptedException {
        sightings.beginReading();
        current.clear();
        status = 0;
        pages = 0;
        notModified = 0;
        repeated = 0;
        products = 0;
        complete = false;
        repeats = false;
        lastByteNanos = surroundings.clock().nanoTime();
        while (pages < MAX_PAGES) {
            Outcome outcome = readPage(pages + 1, sightings, conditional);
            if (outcome instanceof NotRead notRead) {
                return notRead.failure();
            }
            Read read = (Read) outcome;
            pages++;
            products += read.products();
            if (read.products() < FeedAddresses.PAGE_SIZE) {
                complete = true;
                return null;
            }
            if (read.first() == 0) {
                repeats = true;
                return null;
            }
        }
        return null;
    }

    /**
     * Whether the last reading ended at a full page of products that earlier pages had shown: the
     * store, or a cache in front of it, does not heed the page's number. What further pages would
     * hold is not known.
     */
    boolean repeats() {
        return repeats;
    }

    /**
     * Whether the last reading came to the list's end, rather than to the most Shopify shows or to
     * a repetition.
     */
    boolean isComplete() {
        return complete;
    }

    /** Whether the last reading showed no product at all. */
    boolean isEmpty() {
        return products == 0;
    }

    /** How many pages the last reading read. */
    int pages() {
        return pages;
    }

    /** The last status; 0 if there was no answer. */
    int status() {
        return status;
    }

    /** When the last byte that the last reading compared had come. */
    long lastByteNanos() {
        return lastByteNanos;
    }

    /** Whether the store called every page of the last reading unmodified. */
    boolean isNotModified() {
        return pages == notModified;
    }

    /** Whether every page of the last reading was unmodified or came in the bytes it had before. */
    boolean isRepeated() {
        return pages == notModified + repeated;
    }

    /**
     * The pages of the last reading; those known before if it brought no others.
     *
     * @param overlapping whether a product was on several pages: then the next poll must read them
     *     all, since a page that is as it was need not show what is known
     */
    Remembered toRemember(boolean overlapping) {
        if (overlapping) {
            return remembered(current.stream().map(KnownPage::idsOnly).toList());
        }
        return isAsRemembered() ? remembered : remembered(current);
    }

    private static Remembered remembered(List<KnownPage> pages) {
        return pages.size() == 1 ? pages.getFirst() : new Pages(pages);
    }

    private boolean isAsRemembered() {
        boolean same = current.size() == remembered.size();
        for (int i = 0; same && i < current.size(); i++) {
            same = current.get(i) == remembered.page(i + 1);
        }
        return same;
    }

    /** Whether this is the list of a collection. */
    boolean isOfCollection() {
        return addresses.collectionHandle() != null;
    }

    /**
     * Asks whether the collection exists; returns why it does not, or null if it does, or if this
     * is the list of the whole catalogue. One that does not exist shows an empty list, as one that
     * is sold out may.
     */
    @Nullable Failed findCollection() throws IOException, InterruptedException {
        String handle = addresses.collectionHandle();
        if (handle == null) {
            return null;
        }
        Outcome outcome = fetch(addresses.collection(handle), null, null, this::isCollection);
        Failed failure = outcome instanceof NotRead notRead ? notRead.failure() : null;
        if (failure != null && failure.cause() == Cause.NOT_FOUND) {
            return new Failed(
                    Cause.NOT_FOUND, "the store has no collection \"" + handle + "\" (404)");
        }
        return failure;
    }

    private Outcome isCollection(Reply reply) throws IOException {
        if (reply.status() == 200
                && new JsonCursor(reply.body(), new byte[1024], 1024).next() == '{') {
            return new Read(0, 0);
        }
        return new NotRead(
                new Failed(
                        Cause.NOT_JSON,
                        "the list is empty, and what the store says about the collection is not"
                                + " JSON"));
    }

    private Outcome readPage(int number, Sightings sightings, boolean conditional)
            throws IOException, InterruptedException {
        KnownPage known = conditional ? remembered.page(number) : null;
        return fetch(
                addresses.page(number),
                known == null ? null : known.etag(),
                known == null ? null : known.print(),
                reply -> {
                    if (reply.status() == 200) {
                        if (known != null && reply.repeats()) {
                            repeated++;
                            surroundings.meters().page("equal_bytes");
                            return recall(known, sightings);
                        }
                        return compare(number, known, reply, sightings);
                    }
                    if (known != null && known.etag() != null) {
                        notModified++;
                        surroundings.meters().page("not_modified");
                        return recall(known, sightings);
                    }
                    return new NotRead(
                            new Failed(
                                    Cause.UNEXPECTED_STATUS,
                                    "the store answered 304 to a question that was not asked"));
                });
    }

    @FunctionalInterface
    private interface ReplyReader {
        Outcome read(Reply reply) throws IOException;
    }

    private Outcome fetch(
            URI uri, @Nullable String etag, @Nullable BodyPrint known, ReplyReader reader)
            throws IOException, InterruptedException {
        Fetch fetch =
                new Fetch(uri, "application/json", etag, known, terms.timeout(), terms.maxBytes());
        URI from = uri;
        try (Reply reply = surroundings.transport().fetch(fetch)) {
            status = reply.status();
            from = reply.uri();
            Failed failure = Failures.of(reply, uri, surroundings.wall());
            return failure == null ? reader.read(reply) : new NotRead(failure);
        } catch (FetchException e) {
            return new NotRead(new Failed(e.kind(), words(e), e.retryAfter()));
        } catch (WebPageException e) {
            return new NotRead(Failures.of(e.page(), uri, from));
        } catch (MalformedFeedException e) {
            return new NotRead(new Failed(Cause.NOT_JSON, words(e)));
        } catch (FeedTooLargeException e) {
            return new NotRead(new Failed(Cause.TOO_LARGE, words(e)));
        }
    }

    private static String words(IOException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private Outcome recall(KnownPage page, Sightings sightings) {
        current.add(page);
        return new Read(page.ids().length, sightings.seeAsKnown(page));
    }

    private Outcome compare(int number, @Nullable KnownPage known, Reply reply, Sightings sightings)
            throws IOException {
        JfrCompare compared = Flight.compare();
        int freshBefore = sightings.fresh().size();
        PageIds ids = new PageIds(known == null ? PageIds.NONE : known.ids(), MAX_PRODUCTS);
        Read read;
        try (InputStream body = reply.body()) {
            read = scan(body, ids, sightings);
        }
        lastByteNanos = reply.lastByteNanos(surroundings.clock().nanoTime());
        String etag = reply.header("ETag");
        BodyPrint print = reply.print();
        current.add(new KnownPage(etag, print, ids.toArray()));
        boolean same = sightings.fresh().size() <= freshBefore;
        surroundings.meters().page(same ? "unchanged" : "compared");
        if (compared != null && compared.shouldCommit()) {
            compared.monitor = monitor.toString();
            compared.page = number;
            compared.products = read.products();
            compared.changed = Math.max(0, sightings.fresh().size() - freshBefore);
            compared.commit();
        }
        return read;
    }

    private Read scan(InputStream body, PageIds ids, Sightings sightings) throws IOException {
        ProductScanner scanner =
                new ProductScanner(body, surroundings.buffers().acquire(), sightings::imprint);
        try {
            int first = 0;
            while (scanner.next()) {
                ids.add(scanner.id());
                first += sightings.see(scanner) ? 1 : 0;
            }
            return new Read(ids.size(), first);
        } finally {
            surroundings.buffers().release(scanner.buffer());
        }
    }
}
