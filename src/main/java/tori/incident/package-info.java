/**
 * Whether things work: checks and what follows from several of them. An engine: knows no adapter.
 */
@NullMarked
package tori.incident;

import org.jspecify.annotations.NullMarked;
