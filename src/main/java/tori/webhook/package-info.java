@NullMarked
package tori.webhook;

import org.jspecify.annotations.NullMarked;
