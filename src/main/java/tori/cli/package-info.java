@NullMarked
package tori.cli;

import org.jspecify.annotations.NullMarked;
