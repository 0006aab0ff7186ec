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
 * dispatcher is not used. Where there are proxies, {@link tori.http.ProxiedCalls} makes the calls,
 * each through the {@link tori.http.ProxyPool}'s choice by a {@link tori.http.TunnelSocket}; behind
 * {@link tori.http.Resolver.Lookup} a {@link tori.http.FallbackLookup} asks over HTTPS what the
 * system does not know.
 */
@NullMarked
package tori.http;

import org.jspecify.annotations.NullMarked;
