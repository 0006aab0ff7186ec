/**
 * Monitors that are told by others that all is well, and say so when they are not told any more.
 */
@NullMarked
package tori.heartbeat;

import org.jspecify.annotations.NullMarked;
