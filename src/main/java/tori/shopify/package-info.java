/**
 * Watches Shopify stores: catalogues, single products, password pages. Everything here runs on the
 * thread that polls, a virtual thread named after its monitor, and is confined to it; only {@link
 * tori.shopify.BufferPool}, {@link tori.shopify.StoreFacts} and the immutable settings are shared.
 *
 * <pre>
 *  CatalogMonitor.poll                                        ProductMonitor.poll
 *    │                                                          │
 *    ├─ FeedReader, one a list ── Transport ──► pages           ├─ ProductPages: .js, or ListLookup
 *    │      │                                                   ├─ PriceWitness: which prices count
 *    │      ▼                                                   │
 *    │   ProductScanner (over JsonCursor): id + 64-bit hash     │
 *    │      │ known and unchanged: nothing                      │
 *    │      ▼ new, or another hash: ProductReader               │
 *    │   Sightings ◄─── Catalog (what is known)                 │
 *    ▼                                                          ▼
 *  Ledger ── Comparison ── changes ──► ShrinkGuard ── doubt? ──► nothing is remembered
 *    │                                      │ believed
 *    ├─ Raising ── events: selection, match, cooldown, sequence
 *    ├─ Catalog takes over; StateCodec writes the products that changed
 *    │
 *    └─ where no alert waits: CurrencyQuestion (/meta.json), Discovery (sitemap); Notes keep it
 *
 *  PasswordMonitor.poll ── Doorbell: locked, open or unknown ── LockState
 * </pre>
 *
 * <p>The events of one poll are in this order: restocked, new product, new variant, price drop,
 * price rise, sold out, variant removed, product removed; within one type in the order of the feed.
 */
@NullMarked
package tori.shopify;

import org.jspecify.annotations.NullMarked;
