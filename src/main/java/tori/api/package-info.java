@NullMarked
package tori.api;

import org.jspecify.annotations.NullMarked;
