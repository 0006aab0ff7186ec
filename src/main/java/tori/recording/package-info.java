/**
 * Reads recordings of Flight Recorder and says what they show.
 *
 * <pre>
 *  FILE.jfr ──► RecordingSummary ── each event ──► Garbage, Allocations, Series, … ──► table or JSON
 * </pre>
 */
@NullMarked
package tori.recording;

import org.jspecify.annotations.NullMarked;
