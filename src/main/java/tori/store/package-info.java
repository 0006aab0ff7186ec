@NullMarked
package tori.store;

import org.jspecify.annotations.NullMarked;
