@NullMarked
package tori.time;

import org.jspecify.annotations.NullMarked;
