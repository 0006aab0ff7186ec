/**
 * The JSON form of an event: what {@code file} and {@code webhook} destinations carry and what the
 * event log keeps.
 *
 * <pre>
 *   Event ──► EventJson.encode ──► one CloudEvents 1.0 object, UTF-8, no line break inside
 *   Event ◄── EventJson.decode ◄── the same, members in any order, unknown members skipped
 * </pre>
 *
 * <p>No thread of its own and no state: everything runs on the caller's thread.
 */
@NullMarked
package tori.wire;

import org.jspecify.annotations.NullMarked;
