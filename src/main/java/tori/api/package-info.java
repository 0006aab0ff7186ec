/**
 * tori's own HTTP server, and the clients of its parts. Every request runs on a virtual thread of
 * its own.
 *
 * <pre>
 *  connection ──► Connections: a time for everything
 *  request ──► Reception: its body, then a place ──► Router: 404, 405, envelope
 *                              │         Audience of the route? Identification: token, LocalOnly
 *                              ├── ANYONE:    MetricsSource, Health (given by the root), login,
 *                              │              DashboardPages, PublicPages: files, status pages, badges
 *                              ├── READERS:   StatusSource, IncidentDesk, EventDesk: what is theirs
 *                              │              StreamPage ──► LiveStream: a StreamReader each
 *                              ├── OVERSEERS: FrontDesk, reading
 *                              └── OPERATOR:  Reloader, DebugPages, FrontDesk, accounts
 * </pre>
 */
@NullMarked
package tori.api;

import org.jspecify.annotations.NullMarked;
