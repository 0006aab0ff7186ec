@NullMarked
package tori.dispatch;

import org.jspecify.annotations.NullMarked;
