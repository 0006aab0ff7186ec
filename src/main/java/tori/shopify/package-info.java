@NullMarked
package tori.shopify;

import org.jspecify.annotations.NullMarked;
