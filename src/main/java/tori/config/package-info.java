@NullMarked
package tori.config;

import org.jspecify.annotations.NullMarked;
