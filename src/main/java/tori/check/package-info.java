/**
 * Looks once whether something works: over HTTP, at a port, in the DNS. Each is a {@link
 * tori.incident.Check} that also tells how it found what it found.
 *
 * <pre>
 *  CheckFactory ─► GuardedCheck ─► HttpCheck ─► OkHttp, one client per check ─► PhaseClock
 *                       │          TcpCheck  ─► sockets
 *                       │          DnsCheck  ─► DnsClient, DnsAnswerReader
 *                       ▼                └────► {@link tori.check.Names} (threads "tori-names-…")
 *               {@link tori.check.Connectivity}: is it them, or us?
 * </pre>
 *
 * <p>Everything but look-ups of addresses runs on the thread that checks, a virtual one, and ends
 * within the monitor's timeout. Interrupting it ends the check.
 */
@NullMarked
package tori.check;

import org.jspecify.annotations.NullMarked;
