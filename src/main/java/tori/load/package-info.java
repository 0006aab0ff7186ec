/**
 * Generates load on loopback and measures what becomes of it: stores that change, and a receiver
 * that is told.
 *
 * <pre>
 *  HttpLoad ── changes, at fixed instants ──► StoreFleet
 *                                                │ pages
 *                 LoadServer ◄── polls ── a tori of its own ── alerts ──► AlertReceiver
 *                     └────────── last byte served ──► ChangeBook ◄── first byte of the alert
 * </pre>
 *
 * <p>{@link tori.load.DiscordLoad} does the same with look-alikes of Discord, {@link
 * tori.load.EventLoad} pushes guaranteed events:
 *
 * <pre>
 *  OpenLoop ─► StoreFleet ─► StorePages ──┐                     ┌─► DiscordAnswers ─► AlertBook
 *     │                                   LoopbackServer ◄► tori
 *     └──────► NoticePusher ─────────────► POST                 └─► NoticeReceiver ─► NoticeBook
 * </pre>
 *
 * <p>The load is an open loop: a change happens when it is due, whether or not the one before has
 * been told, so that a stall shows in the figures instead of holding the load back.
 */
@NullMarked
package tori.load;

import org.jspecify.annotations.NullMarked;
