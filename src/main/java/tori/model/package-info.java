/**
 * What every part of tori talks about: sites, monitors, products, events, and what became of them.
 *
 * <p>Immutable values and the two interfaces between engines, {@link tori.model.EventSink} and
 * {@link tori.model.Sender}. They hold no threads, no clocks and no formats, need nothing but the
 * JDK, and may be used from any thread.
 *
 * <pre>
 *  Monitor ─► Event ─► EventSink ─► Sender ─► SendResult
 * </pre>
 */
@NullMarked
package tori.model;

import org.jspecify.annotations.NullMarked;
