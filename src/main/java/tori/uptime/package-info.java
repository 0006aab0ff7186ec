/**
 * Makes monitors of checks: what is polled, what is remembered and which events are raised where
 * something does not work. Knows the engines {@code poll} and {@code incident}, which do not know
 * each other.
 */
@NullMarked
package tori.uptime;

import org.jspecify.annotations.NullMarked;
