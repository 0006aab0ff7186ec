/**
 * The built-in store behind {@code demo://store}: no network, and stock that keeps changing.
 * Answers on the thread that asks.
 *
 * <pre>
 *   Fetch ──► DemoStore ── one per seed and size ──► DemoShop: advanced to now, half a second a step
 *                 │                                     │
 *                 └── Reply ◄── DemoPages (JSON, ETag) ◄┘
 * </pre>
 */
@NullMarked
package tori.demo;

import org.jspecify.annotations.NullMarked;
