/**
 * Clocks that are passed in, and the arithmetic of waiting: {@link tori.time.Backoff}, {@link
 * tori.time.Jitter}.
 *
 * <p>Nobody else reads the machine's clocks or sleeps. That is why tests advance time instead of
 * waiting for it, and why a batch can be judged by a single reading:
 *
 * <pre>
 *  System.nanoTime ────────► SystemClocks ─► NanoClock ─────► deadlines, windows, lags
 *  System.currentTimeMillis ──────┘   └────► InstantSource ─► what people read
 * </pre>
 *
 * <p>Values and pure functions; any thread.
 */
@NullMarked
package tori.time;

import org.jspecify.annotations.NullMarked;
