package tori.shopify;

import org.jspecify.annotations.Nullable;

import tori.config.AlertConfig;
import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.PollResult;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches a store's whole catalogue, or some of its collections, and tells what changed variant by
 * variant. Used by one thread at a time; only {@link #lastLook} may be asked by others.
 *
 * <p>A poll first reads everything beside what is known, and takes it over only at its very end:
 * nothing is remembered of one that fails on the way, or whose result is doubted. A product in
 * several collections is one product; a collection that cannot be read fails the whole poll.
 */
public final class CatalogMonitor implements StoreMonitor {

    /** Twice what Shopify shows of a list; an endless one shall not fill the memory. */
    private static final int MAX_KNOWN = 50_000;

    private final MonitorId id;
    private final ShopifySettings.Terms terms;
    private final Surroundings surroundings;
    private final FeedAddresses store;
    private final Ledger ledger;
    private final @Nullable Discovery discovery;

    /** Of each list the pages of the last poll that was believed. */
    private FeedReaders.Remembered remembered = FeedReader.Remembered.NOTHING;

    private volatile Look lastLook = Look.NONE;

    public CatalogMonitor(MonitorId id, ShopifySettings settings, Surroundings surroundings) {
        this.id = id;
        this.terms = settings.terms();
        this.surroundings = surroundings;
        this.store = new FeedAddresses(URI.create(settings.site()), null);
        this.ledger = new CatalogLedger();
        Duration interval = terms.config().sitemapInterval();
        this.discovery =
                interval == null
                        ? null
                        : new Discovery(id, store, interval, ledger, inquiry(), surroundings);
    }

    /** The lists to read: that of the whole catalogue, or those of some collections. */
    private List<FeedAddresses> feeds() {
        List<String> collections = terms.config().collections();
        return collections.isEmpty()
                ? List.of(store)
                : collections.stream().map(store::of).toList();
    }

    private Inquiry inquiry() {
        return new Inquiry(surroundings, terms.timeout());
    }

    @Override
    public MonitorId id() {
        return id;
    }

    @Override
    public Look lastLook() {
        return lastLook;
    }

    @Override
    public List<Shown> shown() {
        return ledger.shown();
    }

    @Override
    public PollResult poll() throws IOException, InterruptedException {
        ledger.load();
        FeedReaders lists = lists();
        Sightings sightings = new Sightings(ledger.catalog());
        PollResult result = null;
        try {
            PollResult.Failed failure = lists.read(sightings, ledger.hasBaseline());
            if (failure == null && !ledger.hasBaseline()) {
                askForCurrency();
            }
            result = failure == null ? beside(compare(lists, sightings)) : failure;
            return result;
        } finally {
            if (surroundings.looks()) {
                lastLook = look(lists, sightings, result);
            }
        }
    }

    private static Look look(FeedReaders lists, Sightings sightings, @Nullable PollResult result) {
        List<Event> events =
                result instanceof PollResult.Observed observed ? observed.events() : List.of();
        return new Look(
                lists.status(),
                lists.pages(),
                sightings.products(),
                sightings.variants(),
                sightings.available(),
                events);
    }

    private FeedReaders lists() {
        List<FeedAddresses> feeds = feeds();
        List<FeedReader> lists = new ArrayList<>(feeds.size());
        for (int i = 0; i < feeds.size(); i++) {
            lists.add(new FeedReader(id, terms, feeds.get(i), surroundings, remembered.of(i)));
        }
        return new FeedReaders(lists);
    }

    private void askForCurrency() throws InterruptedException {
        new CurrencyQuestion(store, inquiry(), surroundings).askIfDue();
    }

    /** What may be found out beside the list, where no alert waits for it. */
    private PollResult beside(PollResult result) throws InterruptedException {
        boolean good =
                switch (result) {
                    case PollResult.Observed observed -> observed.events().isEmpty();
                    case PollResult.Unchanged _ -> true;
                    case PollResult.Doubted _, PollResult.Failed _ -> false;
                };
        if (!good) {
            return result;
        }
        askForCurrency();
        return ledger.amend(result, discovery == null ? List.of() : discovery.step());
    }

    private PollResult compare(FeedReaders lists, Sightings sightings) {
        Catalog catalog = ledger.catalog();
        List<ProductState> missing =
                lists.isComplete() && sightings.misses() ? sightings.missing() : List.of();
        Ledger.Findings findings = ledger.compare(sightings.fresh(), missing);
        String doubt = ledger.doubt(findings);
        if (doubt == null) {
            doubt = doubtBaseline(lists);
        }
        if (doubt != null) {
            return new PollResult.Doubted(doubt);
        }
        if (!lists.isComplete() && catalog.size() + findings.updated().size() > MAX_KNOWN) {
            return new PollResult.Failed(
                    PollResult.Cause.TOO_LARGE,
                    "the store's list has no end: it showed more than "
                            + MAX_KNOWN
                            + " different products");
        }
        return takeOver(lists, sightings, findings);
    }

    /** A list that repeats its pages may be the part of a larger one. */
    private @Nullable String doubtBaseline(FeedReaders lists) {
        FeedReader repeating = lists.repeating();
        boolean doubtful = ledger.doubtsBaseline(repeating != null);
        return doubtful && repeating != null
                ? "the store shows the same products again as page " + repeating.pages()
                : null;
    }

    private PollResult takeOver(FeedReaders lists, Sightings sightings, Ledger.Findings findings) {
        for (Sightings.Fresh fresh : sightings.fresh()) {
            Catalog.Entry entry = ledger.catalog().get(fresh.seen().id());
            if (entry != null) {
                entry.seenAs(fresh.hash());
            }
        }
        PollResult result = ledger.takeOver(findings, lists.shortcut(), lists.lastByteNanos());
        remembered = lists.toRemember(sightings.isOverlapping());
        return result;
    }

    /** What is known of the catalogue. */
    private final class CatalogLedger extends Ledger {

        @Override
        MonitorId id() {
            return id;
        }

        @Override
        AlertConfig alerts() {
            return terms.config().alerts();
        }

        @Override
        FeedAddresses addresses() {
            return store;
        }

        @Override
        String fingerprint() {
            return FeedAddresses.fingerprint(feeds());
        }

        @Override
        Surroundings surroundings() {
            return surroundings;
        }
    }
}
