/**
 * Fetches over HTTP: OkHttp below, our own redirects, look-ups, decompression and words for what
 * goes wrong above it.
 *
 * <pre>
 *  {@link tori.http.OkHttpTransport}.fetch ─► OkHttp call ─► {@link tori.http.Resolver} (threads "tori-dns-…")
 *        │                          │
 *        │ reply                    ▼ compressed bytes
 *        └─► DecodedBody ◄── Decompressor (gzip, br, zstd; pooled) ◄── BoundedInput ◄── socket
 * </pre>
 *
 * <p>Everything but the look-ups runs on the thread that fetches, a virtual one; OkHttp's own
 * dispatcher is not used. Proxies and DNS-over-HTTPS have their place in the client's builder and
 * behind {@link tori.http.Resolver.Lookup}.
 */
@NullMarked
package tori.http;

import org.jspecify.annotations.NullMarked;
