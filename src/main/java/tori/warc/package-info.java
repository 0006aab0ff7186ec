/**
 * What polls fetched, written down as web archives (WARC 1.1) and read back. The monitor's thread
 * only gathers; one thread writes.
 */
@NullMarked
package tori.warc;

import org.jspecify.annotations.NullMarked;
