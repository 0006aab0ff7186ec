/** Native libraries that travel in the jar. JDK only. */
@NullMarked
package tori.library;

import org.jspecify.annotations.NullMarked;
