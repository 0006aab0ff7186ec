package tori.shopify;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tori.model.Event;
import tori.model.MonitorId;
import tori.poll.PollResult.Cause;
import tori.poll.PollResult.Failed;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks in a store's sitemap for products that its list does not show yet. Confined to the
 * monitor's thread, which blocks in it.
 *
 * <p>It goes slowly: at most one document of the sitemap, or one product, for a poll, and only in
 * polls that have nothing to tell. The sitemap says no more than that there is a page; what is for
 * sale, and that it is, the product's own page says. The first sitemap read in full is the silent
 * baseline.
 *
 * <pre>
 *   interval over ─► /sitemap.xml ─► its sitemaps of products, one a poll ─► all handles
 *        ▲                                                                       │ not known
 *        └──────────── none left ◄── /products/HANDLE.js, one a poll ◄───────────┘
 * </pre>
 */
final class Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    /** Each holds some thousand products. */
    private static final int MAX_FILES = 50;

    private static final int MAX_HANDLES = 100_000;

    /** Products looked at before the sitemap is read again: a store releases few at once. */
    private static final int MAX_CANDIDATES = 50;

    /** A page that is not there so often is none of a product. */
    private static final int MAX_ABSENCES = 3;

    private static final String XML = "application/xml, text/xml;q=0.9";

    private final MonitorId id;
    private final FeedAddresses addresses;
    private final long intervalNanos;
    private final Ledger ledger;
    private final Inquiry inquiry;
    private final Surroundings surroundings;

    private final ArrayDeque<URI> files = new ArrayDeque<>();
    private final ArrayDeque<String> candidates = new ArrayDeque<>();
    private final Map<String, Integer> absences = new HashMap<>();
    private Set<String> handles = new LinkedHashSet<>();
    private boolean began;
    private long begunNanos;
    private @Nullable String trouble;

    /**
     * @param interval from one beginning to the next
     */
    Discovery(
            MonitorId id,
            FeedAddresses addresses,
            Duration interval,
            Ledger ledger,
            Inquiry inquiry,
            Surroundings surroundings) {
        this.id = id;
        this.addresses = addresses;
        this.intervalNanos = interval.toNanos();
        this.ledger = ledger;
        this.inquiry = inquiry;
        this.surroundings = surroundings;
    }

    /** Goes one step, if there is one to go; returns what it found to tell. */
    List<Event> step() throws InterruptedException {
        String candidate = candidates.poll();
        if (candidate != null) {
            return lookAt(candidate);
        }
        URI file = files.poll();
        long now = surroundings.clock().nanoTime();
        if (file != null) {
            read(file, false);
        } else if (!began || now - begunNanos >= intervalNanos) {
            began = true;
            begunNanos = now;
            handles = new LinkedHashSet<>();
            read(addresses.sitemap(), true);
        }
        return List.of();
    }

    private void read(URI uri, boolean first) throws InterruptedException {
        Inquiry.Answer<Sitemap> answer =
                inquiry.ask(
                        uri,
                        XML,
                        Inquiry.Earlier.NONE,
                        Sitemap.MAX_BYTES,
                        reply -> Sitemap.read(reply.body()));
        switch (answer) {
            case Inquiry.Refused<Sitemap> refused -> giveUp(words(refused.failure()));
            case Inquiry.Given<Sitemap> given -> take(given.value(), first);
        }
    }

    private static String words(Failed failure) {
        return failure.cause() == Cause.NOT_FOUND ? "there is none" : failure.detail();
    }

    private void take(Sitemap sitemap, boolean first) {
        if (sitemap.index() && !first) {
            giveUp("a sitemap of products lists other sitemaps");
            return;
        }
        for (String location : sitemap.locations()) {
            if (sitemap.index()) {
                URI file = addresses.sitemapOfProducts(location);
                if (file != null) {
                    files.add(file);
                }
            } else {
                String handle = addresses.handle(location);
                if (handle != null) {
                    handles.add(handle);
                }
            }
        }
        if (files.size() > MAX_FILES || handles.size() > MAX_HANDLES) {
            giveUp("it lists more products than any store has");
        } else if (files.isEmpty()) {
            finish();
        }
    }

    /** The sitemap was read in full. */
    private void finish() {
        Set<String> all = handles;
        handles = new LinkedHashSet<>();
        if (all.isEmpty()) {
            giveUp("it lists no product");
            return;
        }
        absences.keySet().retainAll(all);
        Set<String> known = new HashSet<>(ledger.notes().announcedHandles());
        for (ProductState product : ledger.catalog().live()) {
            if (product.handle() != null) {
                known.add(product.handle());
            }
        }
        Set<String> unlisted = ledger.notes().unlisted();
        List<String> others = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        for (String handle : all) {
            if (!known.contains(handle)) {
                boolean old = unlisted == null || unlisted.contains(handle);
                (old ? others : fresh).add(handle);
            }
        }
        if (others.size() > Notes.MAX_UNLISTED) {
            giveUp(
                    "it shows "
                            + others.size()
                            + " products that the list does not: which are new cannot be told");
            return;
        }
        ledger.notes().unlisted(others);
        candidates.addAll(fresh.subList(0, Math.min(fresh.size(), MAX_CANDIDATES)));
        if (trouble != null) {
            trouble = null;
            LOG.info("{}: the sitemap can be read again", id);
        }
    }

    private void giveUp(String reason) {
        files.clear();
        handles = new LinkedHashSet<>();
        if (!reason.equals(trouble)) {
            trouble = reason;
            LOG.warn("{}: nothing is discovered in the sitemap: {}", id, reason);
        }
    }

    private List<Event> lookAt(String handle) throws InterruptedException {
        ProductPages page =
                new ProductPages(addresses, handle, inquiry, ProductPages.MAX_BYTES, surroundings);
        String base =
                addresses.showsBaseCurrency()
                        ? surroundings.facts().currency(addresses.root())
                        : null;
        return switch (page.lookAtPage(base)) {
            case ProductPages.Found found -> found(handle, found, page, base);
            case ProductPages.Absent _ -> {
                if (absences.merge(handle, 1, Integer::sum) >= MAX_ABSENCES) {
                    ledger.notes().addUnlisted(handle);
                }
                yield List.of();
            }
            case ProductPages.NotSeen notSeen -> {
                leaveAlone(notSeen.failure());
                yield List.of();
            }
        };
    }

    private List<Event> found(
            String handle, ProductPages.Found found, ProductPages page, @Nullable String base)
            throws InterruptedException {
        PriceWitness witness = new PriceWitness(page::prices, surroundings);
        ProductState product = witness.vouch(found.product(), null, base, ledger.notes());
        boolean elsewhere = !handle.equals(product.handle());
        List<Event> events = ledger.announce(product, found.lastByteNanos());
        if (elsewhere || ledger.notes().announced(product.id()) == null) {
            // Known by another name, or there is no room for more: not to be looked at again.
            ledger.notes().addUnlisted(handle);
        }
        return events;
    }

    /** What is left is found again when the sitemap is read next. */
    private void leaveAlone(Failed failure) {
        boolean refused =
                switch (failure.cause()) {
                    case RATE_LIMITED, BLOCKED, CHALLENGE, FORBIDDEN, UNAUTHORISED -> true;
                    case NOT_FOUND,
                            MOVED,
                            SERVER_ERROR,
                            UNEXPECTED_STATUS,
                            NOT_JSON,
                            TOO_LARGE,
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
        if (refused) {
            candidates.clear();
        }
        LOG.debug("{}: a product of the sitemap was not seen: {}", id, failure.detail());
    }
}
