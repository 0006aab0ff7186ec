/**
 * Which addresses may be asked by monitors that were added while tori runs: whoever adds one must
 * not look through tori into the network it stands in. And how much whoever is asked may send that
 * belongs to no answer.
 *
 * <pre>
 *  {@link tori.network.AddressFence} ─► {@link tori.network.FencedSockets}: asks it at each connection, after all look-ups
 *        └─ {@link tori.network.AddressRanges}: what kind of address it is
 *  {@link tori.network.ConnectionPools}: connections that are kept, and looked after only now and then
 *  {@link tori.network.MeteredAnswers} ─► {@link tori.network.MeteredSocket}: reads no further; under all clients of OkHttp
 * </pre>
 */
@NullMarked
package tori.network;

import org.jspecify.annotations.NullMarked;
