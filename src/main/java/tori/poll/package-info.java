@NullMarked
package tori.poll;

import org.jspecify.annotations.NullMarked;
