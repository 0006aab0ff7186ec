/**
 * The command line: what can be asked of tori and how it is spelled. Runs on the main thread, reads
 * arguments, calls {@link tori.cli.Actions} and turns its answer into the exit status.
 *
 * <pre>
 *  args ─► ToriCommand (picocli) ─► RunCommand | CheckCommand | … ─► Actions (implemented by the root)
 *                                                                      │
 *                                                exit status ◄─────────┘
 * </pre>
 */
@NullMarked
package tori.cli;

import org.jspecify.annotations.NullMarked;
