/**
 * The root: puts the parts together and runs them. {@link tori.Main} is the lifecycle, {@code Tori}
 * the composition; they alone know everybody.
 *
 * <pre>
 *  Main ─► load config ─► Tori.open ─► start ─► wait for a signal ─► stop
 *                            │
 *      clocks, meters ─► store ─► transports ─► lanes (dispatch) ─► schedule (poll) ─► server (api)
 *                                                 ▲ SenderFactory     ▲ MonitorFactory
 *  SIGHUP, POST /-/reload ─► Reload ─► only what changed is swapped
 * </pre>
 */
@NullMarked
package tori;

import org.jspecify.annotations.NullMarked;
