@NullMarked
package tori.ring;

import org.jspecify.annotations.NullMarked;
