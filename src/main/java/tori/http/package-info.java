@NullMarked
package tori.http;

import org.jspecify.annotations.NullMarked;
