@NullMarked
package tori.local;

import org.jspecify.annotations.NullMarked;
