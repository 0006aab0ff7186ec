/**
 * tori's own HTTP server, and the client of its debug part. Every request runs on a virtual thread
 * of its own.
 *
 * <pre>
 *  request ──► ApiServer ──► Router: 404, 405, security headers, envelope
 *                              ├── MetricsSource, Health, Reloader, StatusSource (given by the root)
 *                              └── LocalOnly ──► Profiler, threads, heap
 * </pre>
 */
@NullMarked
package tori.api;

import org.jspecify.annotations.NullMarked;
