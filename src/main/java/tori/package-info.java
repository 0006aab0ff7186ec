/**
 * The composition root: loads the configuration, builds the parts, starts them, waits, and stops
 * them, in that order and on the main thread. The only package that knows all the others.
 *
 * <pre>
 *  config.yaml ─► Main ─► Tori ─┬─► poll ◄──── shopify, http, demo, …   (where events come from)
 *                               ├─► dispatch ─► discord, webhook, local (where notices go)
 *                               ├─► store                               (what a restart remembers)
 *                               └─► api, telemetry                      (what people look at)
 * </pre>
 *
 * <p>A package imports only packages of the tiers above it. Ground: {@code model}, {@code time},
 * {@code ring}. Base: {@code config}, {@code telemetry}, {@code wire}. Engines: {@code poll},
 * {@code dispatch}. Adapters: {@code shopify}, {@code http}, {@code discord}, {@code webhook},
 * {@code local}, {@code store}, {@code api}, {@code demo}. Engines do not know each other and
 * neither do adapters; a test keeps it that way.
 */
@NullMarked
package tori;

import org.jspecify.annotations.NullMarked;
