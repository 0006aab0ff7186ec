@NullMarked
package tori.wire;

import org.jspecify.annotations.NullMarked;
