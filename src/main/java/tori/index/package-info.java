/**
 * Finds values by the key that each of them knows, where there may be a million: a table of
 * references and nothing beside it.
 */
@NullMarked
package tori.index;

import org.jspecify.annotations.NullMarked;
