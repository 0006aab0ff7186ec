@NullMarked
package tori;

import org.jspecify.annotations.NullMarked;
