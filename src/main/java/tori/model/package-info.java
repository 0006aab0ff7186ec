@NullMarked
package tori.model;

import org.jspecify.annotations.NullMarked;
