@NullMarked
package tori.demo;

import org.jspecify.annotations.NullMarked;
