/**
 * Destinations on this machine: a file of JSON lines, and standard output.
 *
 * <pre>
 *   events ──► FileSender ─────► EventJson, one line each ──► append ──► flush: force to the disk
 *   events ──► ConsoleSender ──► EventLine, one line each ──► print
 * </pre>
 *
 * <p>No thread of its own: senders block the virtual thread that calls them, one at a time.
 */
@NullMarked
package tori.local;

import org.jspecify.annotations.NullMarked;
