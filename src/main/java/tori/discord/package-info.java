@NullMarked
package tori.discord;

import org.jspecify.annotations.NullMarked;
