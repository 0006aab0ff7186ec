/**
 * tori's own HTTP server, and the clients of its parts. Every request runs on a virtual thread of
 * its own.
 *
 * <pre>
 *  request ──► ApiServer ──► Router: 404, 405, security headers, envelope
 *                              ├── MetricsSource, Health, Reloader, StatusSource (given by the root)
 *                              └── LocalOnly ──► DebugPages: Profiler, threads, heap
 *                                             └► DeliveryPages: FrontDesk (given by the root)
 * </pre>
 */
@NullMarked
package tori.api;

import org.jspecify.annotations.NullMarked;
